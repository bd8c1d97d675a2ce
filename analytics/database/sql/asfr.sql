SELECT area_code, year, age_from AS age, asfr, status, source_id
FROM staging.asfr
WHERE area_code = $area
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
QUALIFY count(*) OVER (PARTITION BY area_code, basis, year) = 7
ORDER BY year, age
