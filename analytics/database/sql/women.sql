SELECT
    area_code,
    basis,
    year(reference_date) + (month(reference_date) - 1) / 12.0 AS moment,
    age_from AS age,
    persons AS women,
    status,
    source_id
FROM staging.population
WHERE sex = 'F'
  AND basis IN ('census', 'register')
  AND kind = 'five_year'
  AND age_from < 80
  AND area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY area_code, moment, age
