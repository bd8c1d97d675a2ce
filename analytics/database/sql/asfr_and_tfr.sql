SELECT asfr.area_code, asfr.year, age_group, asfr, tfr, kind, asfr.status, asfr.source_id
FROM asfr
JOIN fertility USING (area_code, year, basis)
JOIN area USING (area_code)
WHERE asfr.status IN (SELECT unnest($statuses::VARCHAR[]))
  AND fertility.status IN (SELECT unnest($statuses::VARCHAR[]))
QUALIFY count(*) OVER (PARTITION BY asfr.area_code, asfr.year, asfr.basis) = 7
ORDER BY asfr.area_code, asfr.year, age_group
