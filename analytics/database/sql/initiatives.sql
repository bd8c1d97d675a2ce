SELECT
    version, initiative_id, measure_id, printed_number, name_ja, name_en, kpi_absence, change, page, source_id, status
FROM initiative
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY version, initiative_id
