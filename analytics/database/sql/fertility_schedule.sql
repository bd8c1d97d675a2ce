SELECT
    pattern.period, pattern.age_group, regexp_extract(pattern.age_group, '^\d+')::INTEGER AS age, share,
    level.value AS tfr, pattern.source_id
FROM schedule_fertility AS pattern
JOIN schedule_summary AS level
    ON level.area_code = pattern.area_code
    AND level.period = pattern.period
    AND level.indicator = 'tfr'
ORDER BY pattern.period, age
