SELECT year, basis, direction, age_group, persons AS value, status, source_id, age_from AS age
FROM staging.migration
WHERE area_code = $area
  AND year BETWEEN $first_year AND $last_year
  AND kind IN ('five_year', 'open')
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY basis, year, direction, age
