SELECT
    link.survey_year AS year, link.answer, link.rank, link.number, goal.number AS goal_number,
    measure.number AS measure_number, measure.name_ja AS measure_ja, measure.name_en AS measure_en,
    initiative.printed_number AS initiative_number,
    initiative.name_ja AS initiative_ja, initiative.name_en AS initiative_en,
    link.ground_ja, link.ground_en, link.status, link.source_id
FROM reason_link AS link
JOIN measure
    ON measure.plan_id = link.plan_id AND measure.measure_id = link.measure_id AND measure.version = $version
    AND measure.status IN (SELECT unnest($statuses::VARCHAR[]))
JOIN goal
    ON goal.plan_id = link.plan_id AND goal.goal_id = measure.goal_id AND goal.version = $version
    AND goal.status IN (SELECT unnest($statuses::VARCHAR[]))
LEFT JOIN initiative
    ON initiative.plan_id = link.plan_id AND initiative.initiative_id = link.initiative_id
    AND initiative.version = $version
    AND initiative.status IN (SELECT unnest($statuses::VARCHAR[]))
WHERE link.plan_id = $plan
  AND link.status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year, answer, rank, link.number
