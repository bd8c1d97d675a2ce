SELECT area_code, year, basis, 'marriages' AS event, marriages AS value, status, source_id
FROM marriages
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND marriages IS NOT NULL
UNION ALL
SELECT area_code, year, basis, 'divorces' AS event, divorces AS value, status, source_id
FROM divorces
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND divorces IS NOT NULL
ORDER BY event DESC, area_code, basis, year
