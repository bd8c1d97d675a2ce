COMMENT ON TABLE {table} IS {text}
