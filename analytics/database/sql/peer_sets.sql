SELECT peer_set, name_ja, name_en, area_code, reason_ja, reason_en
FROM peer_set
ORDER BY peer_set, area_code
