SELECT survey_year AS year, answer, rank, reason_ja, reason_en, share, status, source_id
FROM intention_reason
WHERE survey_year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year, answer, rank
