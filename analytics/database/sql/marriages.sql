SELECT area_code, year, basis, marriages AS value, status, source_id
FROM marriages
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND marriages IS NOT NULL
ORDER BY area_code, basis, year
