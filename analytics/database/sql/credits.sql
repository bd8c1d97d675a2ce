SELECT source_id, title, title_en, producer, producer_en, reference_date, credit, credit_en
FROM source
ORDER BY source_id
