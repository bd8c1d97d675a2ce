SELECT survey_year AS year, sex, age_group, answer, persons, status, source_id
FROM survey_cell
WHERE survey_year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year, age_group, sex, answer
