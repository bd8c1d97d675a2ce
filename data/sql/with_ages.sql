-- An open group from 80 upwards follows groups of five years; one that begins earlier is a band that overlaps them.
WITH bounded AS (
    SELECT
        *,
        TRY_CAST(regexp_extract(age_group, '^\d+') AS INTEGER) AS age_from,
        TRY_CAST(regexp_extract(age_group, '\d+$') AS INTEGER) AS age_to
    FROM {table}
)
SELECT
    *,
    CASE
        WHEN age_group = 'all' THEN 'total'
        WHEN age_from IS NULL THEN 'unknown'
        WHEN age_to IS NULL AND age_from >= 80 THEN 'open'
        WHEN age_to - age_from = 4 THEN 'five_year'
        WHEN age_to - age_from < 4 THEN 'part'
        ELSE 'band'
    END AS kind
FROM bounded
