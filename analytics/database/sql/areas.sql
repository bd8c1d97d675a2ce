SELECT area_code, name_ja, name_en, kind, is_home, is_neighbour
FROM area
ORDER BY sort_order
