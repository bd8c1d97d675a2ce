SELECT area_code, year, basis, coverage, establishments, employees, status, source_id
FROM establishments
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY area_code, year, coverage
