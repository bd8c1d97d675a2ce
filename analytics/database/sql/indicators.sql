WITH placed AS (
    SELECT
        kpi.version, kpi_id AS indicator_id, 'kpi' AS kind, goal_id, measure_id, initiative_id,
        kpi.printed_number, kpi.name_ja, kpi.name_en, unit_ja, unit_en, decimals, direction, cumulative,
        indicator_type, 'strategy' AS value_basis, 'fiscal' AS year_basis,
        predecessor_ids, kpi.change, kpi.page, kpi.source_id, kpi.note
    FROM kpi
    JOIN initiative USING (plan_id, version, initiative_id)
    JOIN measure USING (plan_id, version, measure_id)
    WHERE kpi.plan_id = $plan
      AND kpi.status IN (SELECT unnest($statuses::VARCHAR[]))
      AND initiative.status IN (SELECT unnest($statuses::VARCHAR[]))
      AND measure.status IN (SELECT unnest($statuses::VARCHAR[]))
    UNION ALL
    SELECT
        version, numeric_target_id, 'target', goal_id, NULL, NULL,
        number::VARCHAR, name_ja, name_en, unit_ja, unit_en, decimals, direction, cumulative,
        'count', value_basis, year_basis, NULL, change, page, source_id, note
    FROM numeric_target
    WHERE plan_id = $plan
      AND status IN (SELECT unnest($statuses::VARCHAR[]))
)
SELECT *
FROM placed
ORDER BY version, goal_id, kind DESC, measure_id NULLS FIRST, initiative_id, printed_number, indicator_id
