SELECT decision_id, written_at, text, owner, due, evidence, done, story, snapshot
FROM decision
ORDER BY rowid
