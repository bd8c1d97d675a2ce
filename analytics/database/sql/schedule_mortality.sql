SELECT period, sex, CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age, mx, source_id
FROM schedule_mortality
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
  AND mx IS NOT NULL
ORDER BY period, sex, age
