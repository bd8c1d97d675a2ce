WITH latest AS (
    SELECT max(reference_date) AS day
    FROM population
    WHERE basis = 'register' AND sex = 'T' AND age_group = '20-24'
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
),
registered AS (
    SELECT area_code, sex, age_group, persons, source_id
    FROM population, latest
    WHERE basis = 'register' AND reference_date = day
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
),
counted AS (
    SELECT area_code, 'birth_rate' AS measure, births AS persons, source_id
    FROM births, latest WHERE basis = 'register' AND year = year(day) - 1
    UNION ALL
    SELECT area_code, 'death_rate', deaths, source_id
    FROM deaths, latest WHERE basis = 'register' AND year = year(day) - 1
    UNION ALL
    SELECT area_code, direction || '_migration_rate', persons, source_id
    FROM migration, latest WHERE basis = 'register' AND age_group = 'all' AND year = year(day) - 1
    UNION ALL
    SELECT area_code, 'share_foreign', sum(persons), any_value(source_id)
    FROM foreign_residents, latest
    WHERE basis = 'register' AND reference_date = day AND sex IN ('F', 'M')
    GROUP BY area_code
    HAVING count(*) = 2
    UNION ALL
    SELECT area_code, 'share_children', sum(persons), any_value(source_id)
    FROM registered WHERE sex = 'T' AND age_group IN ('0-4', '5-9', '10-14')
    GROUP BY area_code
    HAVING count(*) = 3
    UNION ALL
    SELECT area_code, 'share_older', sum(persons), any_value(source_id)
    FROM registered
    WHERE sex = 'T' AND age_group IN ('65-69', '70-74', '75-79', '80-84', '85-89', '90-94', '95-99', '100+')
    GROUP BY area_code
    HAVING count(*) = 8
    UNION ALL
    SELECT area_code, 'share_young_women', sum(persons), any_value(source_id)
    FROM registered WHERE sex = 'F' AND age_group IN ('20-24', '25-29', '30-34', '35-39')
    GROUP BY area_code
    HAVING count(*) = 4
)
SELECT
    counted.area_code,
    counted.measure,
    counted.persons,
    registered.persons AS residents,
    year(latest.day)::INTEGER AS year,
    counted.source_id,
    registered.source_id AS residents_source_id
FROM counted
JOIN registered
  ON registered.area_code = counted.area_code AND registered.sex = 'T' AND registered.age_group = 'all'
CROSS JOIN latest
WHERE counted.area_code IN (SELECT unnest($areas::VARCHAR[]))
ORDER BY counted.measure, counted.area_code
