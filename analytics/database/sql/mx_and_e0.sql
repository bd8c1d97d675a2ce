SELECT
    mortality.period, mortality.sex, regexp_extract(mortality.age_group, '^\d+')::INTEGER AS age, mx,
    life.value AS life_expectancy
FROM schedule_mortality AS mortality
JOIN schedule_summary AS life
    ON life.area_code = mortality.area_code
    AND life.period = mortality.period
    AND life.sex = mortality.sex
    AND life.indicator = 'life_expectancy'
ORDER BY mortality.period, mortality.sex, age
