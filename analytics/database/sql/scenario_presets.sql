SELECT preset_id, name_ja, name_en, tfr, tfr_year, net, net_20_39, mortality, kind, reference_ja, reference_en,
  status, source_id, note
FROM scenario_preset
WHERE status IN (SELECT unnest($statuses::VARCHAR[]))
ORDER BY number
