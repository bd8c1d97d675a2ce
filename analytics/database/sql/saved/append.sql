INSERT INTO saved_story
VALUES ($saved_id, $written_at, $story, $gone)
