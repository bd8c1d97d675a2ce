SELECT band, number, lower, mark, name_ja, name_en, meaning_ja, meaning_en, source_id
FROM achievement_band
WHERE plan_id = $plan
ORDER BY number
