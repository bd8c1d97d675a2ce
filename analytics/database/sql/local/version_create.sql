CREATE TABLE IF NOT EXISTS schema_version (
    version INTEGER NOT NULL,
    since TIMESTAMP NOT NULL
)
