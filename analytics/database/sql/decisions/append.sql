INSERT INTO decision
VALUES ($decision_id, $written_at, $text, $owner, $due, $evidence, $done, $story, $snapshot)
