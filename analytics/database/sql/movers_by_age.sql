SELECT
    year, basis, direction, age_group, persons AS value, status, source_id,
    CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age
FROM migration
WHERE area_code = $area
  AND year BETWEEN $first_year AND $last_year
  AND regexp_matches(age_group, '^\d')
  AND age_group <> '20-39'
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY basis, year, direction, age
