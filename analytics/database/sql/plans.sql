SELECT plan_id, name_ja, name_en, first_fiscal_year, last_fiscal_year, revised_on, status, source_id
FROM plan
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY last_fiscal_year DESC, plan_id
