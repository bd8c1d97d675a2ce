SELECT min(year)::INTEGER AS first_year, max(year)::INTEGER AS last_year
FROM (
    SELECT year FROM births
    UNION ALL SELECT year FROM fertility
    UNION ALL SELECT year FROM migration
    UNION ALL SELECT year(reference_date) FROM population
)
