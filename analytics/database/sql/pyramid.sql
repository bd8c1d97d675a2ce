SELECT reference_date, basis, sex, age_group, persons, status, source_id, age_from AS age
FROM staging.population
WHERE area_code = $area
  AND sex IN ('M', 'F')
  AND basis IN ('census', 'register')
  AND kind IN ('five_year', 'open')
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY reference_date, basis, age, sex
