SELECT period, sex, age_from AS age, mx, status, source_id
FROM staging.schedule_mortality
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY period, sex, age
