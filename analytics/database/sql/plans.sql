SELECT plan_id, name_ja, name_en, first_fiscal_year, last_fiscal_year, revised_on, source_id
FROM plan
ORDER BY last_fiscal_year DESC, plan_id
