SELECT version, goal_id, number, short_name_ja, short_name_en, name_ja, name_en, change, address, page, source_id, status
FROM goal
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY version, number
