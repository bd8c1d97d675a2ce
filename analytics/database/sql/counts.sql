SELECT area_code, reference_date, basis, sex, age_group, persons, status, source_id
FROM population
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND basis IN ('census', 'register')
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY area_code, reference_date, basis, sex, age_group
