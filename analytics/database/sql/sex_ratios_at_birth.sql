SELECT period, value, source_id
FROM schedule_summary
WHERE indicator = 'sex_ratio_at_birth'
  AND sex = 'T'
ORDER BY period
