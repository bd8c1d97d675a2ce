SELECT year, persons, status, source_id
FROM population_target
WHERE plan_id = $plan
  AND area_code = $area
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year
