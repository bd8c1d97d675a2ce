SELECT year, persons, status, source_id
FROM population_target
WHERE plan_id = $plan
  AND area_code = $area
ORDER BY year
