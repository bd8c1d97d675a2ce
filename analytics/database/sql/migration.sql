SELECT area_code, year, basis, direction, age_group, persons AS value, status, source_id
FROM migration
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND year BETWEEN $first_year AND $last_year
  AND age_group = $age_group
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY area_code, basis, direction, year
