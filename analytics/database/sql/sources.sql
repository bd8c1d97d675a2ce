WITH meanings AS (
    SELECT
        table_name,
        split_part(comment, ' / ', 1) AS meaning_ja,
        split_part(comment, ' / ', 2) AS meaning_en
    FROM duckdb_tables()
    WHERE schema_name = 'main'
)
SELECT
    source.source_id, title, title_en, producer, producer_en,
    reference, reference_en, reference_date, reference_date_en, accessed, accessed_en,
    licence, licence_en, credit, credit_en,
    string_agg(meaning_ja, '、' ORDER BY table_name) AS tables_ja,
    string_agg(meaning_en, '; ' ORDER BY table_name) AS tables_en,
    sum(source_use.figures)::INTEGER AS figures
FROM source
JOIN source_use USING (source_id)
JOIN meanings USING (table_name)
GROUP BY ALL
ORDER BY figures DESC, source_id
