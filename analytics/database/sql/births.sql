SELECT area_code, year, basis, births AS value, status, source_id
FROM births
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND births IS NOT NULL
ORDER BY area_code, basis, year
