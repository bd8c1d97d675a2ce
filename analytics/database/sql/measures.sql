SELECT version, measure_id, goal_id, number, name_ja, name_en, kpi_absence, change, page, source_id, status
FROM measure
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY version, goal_id, number
