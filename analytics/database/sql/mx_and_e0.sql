SELECT
    mortality.period, mortality.sex, age_from AS age, mx, life.value AS life_expectancy,
    mortality.status, mortality.source_id
FROM staging.schedule_mortality AS mortality
JOIN schedule_summary AS life
    ON life.area_code = mortality.area_code
    AND life.period = mortality.period
    AND life.sex = mortality.sex
    AND life.indicator = 'life_expectancy'
    AND life.status IN (SELECT unnest($statuses::VARCHAR[]))
WHERE mortality.status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY mortality.period, mortality.sex, age
