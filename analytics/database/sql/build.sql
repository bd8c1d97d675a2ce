SELECT content_hash, code_commit, built_at, sources, figures
FROM _build
