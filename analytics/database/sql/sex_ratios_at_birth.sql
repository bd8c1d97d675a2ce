SELECT period, value, status, source_id
FROM schedule_summary
WHERE indicator = 'sex_ratio_at_birth'
  AND sex = 'T'
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY period
