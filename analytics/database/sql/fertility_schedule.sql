SELECT
    pattern.period, pattern.age_group, age_from AS age, share, level.value AS tfr,
    pattern.status, pattern.source_id
FROM staging.schedule_fertility AS pattern
JOIN schedule_summary AS level
    ON level.area_code = pattern.area_code
    AND level.period = pattern.period
    AND level.indicator = 'tfr'
    AND level.status IN (SELECT unnest($statuses::VARCHAR[]))
WHERE pattern.status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY pattern.period, age
