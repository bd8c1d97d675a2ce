SELECT
    survey_year AS year, name_ja, name_en, held, asked_ja, asked_en, sent, answered, response_rate,
    method_ja, method_en, question_ja, question_en, stay_ja, stay_en, leave_ja, leave_en, ages_ja, ages_en,
    status, source_id
FROM survey_passport
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY year
