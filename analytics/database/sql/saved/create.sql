CREATE TABLE IF NOT EXISTS saved_story (
    saved_id VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,
    story VARCHAR NOT NULL,
    gone BOOLEAN NOT NULL
)
