SELECT min(year)::INTEGER AS first_year, max(year)::INTEGER AS last_year
FROM (
    SELECT year, status FROM births
    UNION ALL SELECT year, status FROM fertility
    UNION ALL SELECT year, status FROM migration
    UNION ALL SELECT year(reference_date), status FROM population
)
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
