SELECT coalesce(max(version), 1) AS version
FROM schema_version
