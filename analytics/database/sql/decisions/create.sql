CREATE TABLE IF NOT EXISTS decision (
    decision_id VARCHAR NOT NULL,
    written_at TIMESTAMP NOT NULL,
    text VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,
    due DATE,
    evidence VARCHAR NOT NULL,
    done BOOLEAN NOT NULL,
    story VARCHAR NOT NULL,
    snapshot VARCHAR NOT NULL
)
