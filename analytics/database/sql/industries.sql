SELECT year, basis, coverage, industry, employees AS value, status, source_id
FROM establishments_by_industry
WHERE area_code = $area
  AND year BETWEEN $first_year AND $last_year
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND employees IS NOT NULL
ORDER BY year, coverage, value DESC, industry
