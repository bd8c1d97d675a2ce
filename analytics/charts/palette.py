"""What colours, shapes and dashes mean. Contrast against white is held by a test."""

INK = "#1A1A1C"
CAPTION = "#626264"
GRID = "#E3E3E8"
HOME = "#0031D8"
HOME_LIGHT = "#4979F5"
PEER = "#8C8C8E"
GHOST = "#626264"
OTHER = "#AC3E00"

MARKS = (HOME, HOME_LIGHT, PEER, GHOST, OTHER, INK)
TEXTS = (INK, CAPTION, HOME, OTHER)

BASIS = {
    "strategy": (INK, "diamond", [1, 0]),
    "migration_report": (HOME, "circle", [1, 0]),
    "migration_report_all": (INK, "cross", [8, 3, 2, 3]),
    "vital": (HOME, "circle", [1, 0]),
    "register": (HOME_LIGHT, "square", [6, 3]),
    "pref_survey": (CAPTION, "triangle-up", [2, 2]),
    "census": (HOME, "circle", [1, 0]),
    "estimate": (CAPTION, "triangle-up", [2, 2]),
    "pref_health": (HOME, "circle", [1, 0]),
}
BAND_80, BAND_50 = "#DCE6FD", "#A9C1FB"
FLOW = {"in": (HOME, "circle", [1, 0]), "out": (OTHER, "triangle-up", [6, 3])}
OPEN = "#FFFFFF"
DEMO_DASH = [4, 4]
COVERAGE = {"all": PEER, "private": HOME}
STOCK = {"census": HOME, "register": PEER}
BAND = {
    "met": (HOME, "diamond"),
    "on_path": (HOME, "circle"),
    "near": (HOME_LIGHT, "triangle-up"),
    "behind": (OTHER, "triangle-down"),
    "worse": (OTHER, "square"),
}
CAUSES = ((HOME, "circle"), (CAPTION, "triangle-up"), (OTHER, "square"))
SEX = {"M": HOME_LIGHT, "F": OTHER}
SEX_TEXT = {"M": HOME, "F": OTHER}
DIVERGING = ("#AC3E00", "#E8915C", "#F8D3BC", "#F4F4F6", "#C5D7FB", "#7096F8", "#0031D8")
AGE_BAND = {"0-14": "#3460FB", "15-64": "#0031D8", "65+": "#767676"}


def contrast(colour: str, against: str = "#FFFFFF") -> float:
    """WCAG contrast ratio of two #RRGGBB colours, 1–21."""
    light, dark = sorted((_luminance(colour), _luminance(against)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
