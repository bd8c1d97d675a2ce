SELECT asfr.area_code, asfr.year, age_group, asfr, tfr, kind
FROM asfr
JOIN fertility USING (area_code, year, basis)
JOIN area USING (area_code)
WHERE asfr IS NOT NULL
  AND tfr IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY asfr.area_code, asfr.year, asfr.basis) = 7
ORDER BY asfr.area_code, asfr.year, age_group
