WITH women AS (
    SELECT area_code, reference_date, sum(persons) AS women, any_value(source_id) AS women_source_id
    FROM staging.population
    WHERE sex = 'F'
      AND kind = 'five_year'
      AND age_from BETWEEN 15 AND 45
      AND basis IN ('census', 'register')
      AND area_code IN (SELECT unnest($areas::VARCHAR[]))
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
    GROUP BY area_code, reference_date
    HAVING count(*) = 7
)
SELECT
    births.area_code, births.year, births.births, women.women, women.reference_date,
    births.source_id, women.women_source_id
FROM births
JOIN women
  ON women.area_code = births.area_code
 AND abs(date_diff('day', women.reference_date, make_date(births.year, 10, 1))) <= 92
WHERE births.basis = 'register'
  AND births.year BETWEEN $first_year AND $last_year
  AND births.status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY births.area_code, births.year
