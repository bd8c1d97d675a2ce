SELECT
    area_code,
    year,
    CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age,
    asfr,
    source_id
FROM asfr
WHERE area_code = $area
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
QUALIFY count(*) OVER (PARTITION BY area_code, basis, year) = 7
ORDER BY year, age
