SELECT survey_year AS year, age_group, answer, share, n, sent, status, source_id, basis
FROM intention_survey
WHERE survey_year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND share IS NOT NULL
ORDER BY year, age_group, answer
