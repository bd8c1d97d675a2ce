SELECT date, level, event_ja, event_en, source_id, status
FROM plan_background
WHERE plan_id = $plan
ORDER BY date, level
