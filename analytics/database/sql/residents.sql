SELECT area_code, year(reference_date)::INTEGER AS year, persons AS residents, source_id AS residents_source_id
FROM population
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND basis = 'register'
  AND sex = 'T'
  AND age_group = 'all'
  AND month(reference_date) = 1
  AND day(reference_date) = 1
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY area_code, year
