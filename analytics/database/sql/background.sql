SELECT date, level, event_ja, event_en, source_id, status
FROM plan_background
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY date, level
