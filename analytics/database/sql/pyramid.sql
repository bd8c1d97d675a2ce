SELECT
    reference_date, basis, sex, age_group, persons, status, source_id,
    CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age
FROM population
WHERE area_code = $area
  AND sex IN ('M', 'F')
  AND basis IN ('census', 'register')
  AND (age_group LIKE '%+' AND age_group NOT IN ('65+', '75+')
       OR regexp_matches(age_group, '^\d+-\d+$') AND age_group NOT IN ('0-14', '15-64'))
  AND persons IS NOT NULL
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY reference_date, basis, age, sex
