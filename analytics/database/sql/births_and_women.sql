WITH women AS (
    SELECT area_code, reference_date, sum(persons) AS women, any_value(source_id) AS women_source_id
    FROM population
    WHERE sex = 'F'
      AND age_group IN ('15-19', '20-24', '25-29', '30-34', '35-39', '40-44', '45-49')
      AND basis IN ('census', 'register')
      AND area_code IN (SELECT unnest($areas::VARCHAR[]))
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
ORDER BY births.area_code, births.year
