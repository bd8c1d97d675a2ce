SELECT reference_date, basis, sex, persons, status, source_id
FROM population
WHERE area_code = $area
  AND sex IN ('M', 'F')
  AND age_group = 'unknown'
  AND basis IN ('census', 'register')
  AND persons IS NOT NULL
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY reference_date, basis, sex
