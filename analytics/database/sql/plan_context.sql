SELECT section, number, title_ja, title_en, text_ja, text_en, response_ja, response_en, page, source_id, status
FROM plan_context
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY section, number
