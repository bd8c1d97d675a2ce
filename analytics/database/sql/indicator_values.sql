SELECT
    coalesce(kpi_id, numeric_target_id) AS indicator_id, fiscal_year, kind, value, missing_reason, decided_on,
    department_ja, department_en, reason_ja, reason_en, status, source_id, basis, note
FROM kpi_value
WHERE plan_id = $plan
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY indicator_id, fiscal_year, kind, decided_on
