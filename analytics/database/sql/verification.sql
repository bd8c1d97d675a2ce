SELECT indicator, year, value, unit, status, source_id, note
FROM indicator
WHERE area_code = $area
  AND indicator LIKE 'verification%'
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year, indicator
