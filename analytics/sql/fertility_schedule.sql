SELECT pattern.period, pattern.age_group, share, level.value AS tfr
FROM schedule_fertility AS pattern
JOIN schedule_summary AS level
    ON level.area_code = pattern.area_code
    AND level.period = pattern.period
    AND level.indicator = 'tfr'
ORDER BY pattern.period, pattern.age_group
