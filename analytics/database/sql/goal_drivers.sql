SELECT goal_id, figure, ground_ja, ground_en, status, source_id
FROM goal_driver
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY goal_id, number
