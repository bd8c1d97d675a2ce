WITH five_year AS (
    SELECT
        reference_date, basis, status, source_id, persons,
        CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age
    FROM population
    WHERE area_code = $area
      AND sex = 'T'
      AND basis IN ('census', 'register')
      AND (age_group LIKE '%+' AND age_group NOT IN ('65+', '75+')
           OR regexp_matches(age_group, '^\d+-\d+$') AND age_group NOT IN ('0-14', '15-64'))
),
summed AS (
    SELECT
        reference_date, basis, 'derived' AS status, any_value(source_id) AS source_id,
        CASE WHEN age < 15 THEN '0-14' WHEN age < 65 THEN '15-64' ELSE '65+' END AS age_group,
        sum(persons) AS persons
    FROM five_year
    GROUP BY ALL
),
printed AS (
    SELECT reference_date, basis, status, source_id, age_group, persons
    FROM population
    WHERE area_code = $area
      AND sex = 'T'
      AND basis IN ('census', 'register')
      AND age_group IN ('0-14', '15-64', '65+')
)
SELECT reference_date, basis, status, source_id, age_group, persons
FROM (
    SELECT * FROM printed
    UNION ALL
    SELECT * FROM summed ANTI JOIN printed USING (reference_date, basis)
)
WHERE persons IS NOT NULL
  AND year(reference_date) BETWEEN $first_year AND $last_year
ORDER BY reference_date, age_group
