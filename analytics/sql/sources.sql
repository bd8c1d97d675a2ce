SELECT
    source.source_id, title, title_en, producer, producer_en, reference, reference_date, accessed,
    licence, licence_en, credit, credit_en,
    string_agg(source_use.table_name, ' ' ORDER BY source_use.table_name) AS tables,
    sum(source_use.figures)::INTEGER AS figures
FROM source
JOIN source_use USING (source_id)
GROUP BY ALL
ORDER BY figures DESC, source_id
