SELECT release, year, persons, status, source_id
FROM projection_release
WHERE area_code = $area
  AND sex = 'T'
  AND age_group = 'all'
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY release, year
