WITH counted AS (
    SELECT reference_date, basis, status, source_id, age_group, age_from, kind, persons
    FROM staging.population
    WHERE area_code = $area
      AND sex = 'T'
      AND basis IN ('census', 'register')
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
),
complete AS (
    SELECT reference_date, basis
    FROM counted
    GROUP BY reference_date, basis
    HAVING 5 * count(*) FILTER (WHERE kind = 'five_year') = max(age_from) FILTER (WHERE kind = 'open')
),
summed AS (
    SELECT
        reference_date, basis, 'derived' AS status, any_value(source_id) AS source_id,
        CASE WHEN age_from < 15 THEN '0-14' WHEN age_from < 65 THEN '15-64' ELSE '65+' END AS age_group,
        sum(persons) AS persons
    FROM counted
    SEMI JOIN complete USING (reference_date, basis)
    WHERE kind IN ('five_year', 'open')
    GROUP BY ALL
),
printed AS (
    SELECT reference_date, basis, status, source_id, age_group, persons
    FROM counted
    WHERE age_group IN ('0-14', '15-64', '65+')
)
SELECT reference_date, basis, status, source_id, age_group, persons
FROM (
    SELECT * FROM printed
    UNION ALL
    SELECT * FROM summed ANTI JOIN printed USING (reference_date, basis)
)
WHERE year(reference_date) BETWEEN $first_year AND $last_year
ORDER BY reference_date, age_group
