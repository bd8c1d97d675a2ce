SELECT annotation_id, year, kind, text_ja, text_en, source_id
FROM annotation
WHERE list_contains(string_split(topics, ' '), $topic)
  AND year BETWEEN $first_year AND $last_year
ORDER BY year
