WITH shown AS (
    SELECT * FROM staging.population WHERE basis = 'register' AND status IN (SELECT unnest($statuses::VARCHAR[]))
),
latest AS (
    SELECT max(reference_date) AS day FROM shown WHERE sex = 'T' AND kind = 'five_year'
),
registered AS (
    SELECT area_code, sex, age_from, kind, persons, source_id
    FROM shown, latest
    WHERE reference_date = day
),
counted AS (
    SELECT area_code, 'birth_rate' AS measure, births AS persons, source_id
    FROM births, latest
    WHERE basis = 'register' AND year = year(day) - 1 AND status IN (SELECT unnest($statuses::VARCHAR[]))
    UNION ALL
    SELECT area_code, 'death_rate', deaths, source_id
    FROM deaths, latest
    WHERE basis = 'register' AND year = year(day) - 1 AND status IN (SELECT unnest($statuses::VARCHAR[]))
    UNION ALL
    SELECT area_code, direction || '_migration_rate', persons, source_id
    FROM migration, latest
    WHERE basis = 'register' AND age_group = 'all' AND year = year(day) - 1
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
    UNION ALL
    SELECT area_code, 'share_foreign', sum(persons), any_value(source_id)
    FROM foreign_residents, latest
    WHERE basis = 'register' AND reference_date = day AND sex IN ('F', 'M')
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
    GROUP BY area_code
    HAVING count(*) = 2
    UNION ALL
    SELECT area_code, 'share_children', sum(persons), any_value(source_id)
    FROM registered
    WHERE sex = 'T' AND kind = 'five_year' AND age_from < 15
    GROUP BY area_code
    HAVING count(*) = 3
    UNION ALL
    SELECT area_code, 'share_older', sum(persons), any_value(source_id)
    FROM registered
    WHERE sex = 'T' AND kind IN ('five_year', 'open') AND age_from >= 65
    GROUP BY area_code
    HAVING 65 + 5 * count(*) FILTER (WHERE kind = 'five_year') = max(age_from) FILTER (WHERE kind = 'open')
    UNION ALL
    SELECT area_code, 'share_young_women', sum(persons), any_value(source_id)
    FROM registered
    WHERE sex = 'F' AND kind = 'five_year' AND age_from BETWEEN 20 AND 35
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
  ON registered.area_code = counted.area_code AND registered.sex = 'T' AND registered.kind = 'total'
CROSS JOIN latest
WHERE counted.area_code IN (SELECT unnest($areas::VARCHAR[]))
ORDER BY counted.measure, counted.area_code
