SELECT reference_date, basis, persons, status, source_id
FROM population
WHERE area_code = $area
  AND sex = 'T'
  AND age_group = 'all'
  AND basis IN ('census', 'register')
  AND persons IS NOT NULL
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY basis, reference_date
