SELECT area_code, name_ja, name_en, kind, is_home, is_neighbour, is_kenou_yamanami
FROM area
ORDER BY sort_order
