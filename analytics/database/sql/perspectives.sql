SELECT version, perspective_id, number, name_ja, name_en, predecessor_ids, change, page, source_id, status
FROM perspective
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY version, number
