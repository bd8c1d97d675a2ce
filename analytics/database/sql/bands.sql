SELECT band, number, lower, mark, name_ja, name_en, meaning_ja, meaning_en, status, source_id
FROM achievement_band
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY number
