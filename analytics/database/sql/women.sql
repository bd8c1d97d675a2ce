SELECT
    area_code,
    basis,
    year(reference_date) + (month(reference_date) - 1) / 12.0 AS moment,
    CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age,
    persons AS women,
    source_id
FROM population
WHERE sex = 'F'
  AND basis IN ('census', 'register')
  AND regexp_matches(age_group, '^\d+-\d+$')
  AND age_group NOT IN ('0-14', '15-64')
  AND CAST(regexp_extract(age_group, '^\d+') AS INTEGER) < 80
  AND area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY area_code, moment, age
