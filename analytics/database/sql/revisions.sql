SELECT
    revision_id, section, number, title_ja, title_en, page, before_ja, before_en, after_ja, after_en,
    reason_ja, reason_en, source_id, status
FROM plan_revision
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY revision_id
