SELECT saved_id, written_at, story, gone
FROM saved_story
ORDER BY rowid
