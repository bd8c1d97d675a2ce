SELECT area_code, release, year, sex, age_group, age_from AS age, kind, persons, status, source_id, note
FROM staging.projection_release
WHERE area_code IN (SELECT unnest($areas::VARCHAR[]))
  AND status IN (SELECT unnest($statuses::VARCHAR[]))
  AND persons IS NOT NULL
ORDER BY area_code, release, year, sex, age_group
