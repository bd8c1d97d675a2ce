"""What colours, shapes and dashes mean: a word for each meaning, and no colour stands anywhere else.

Contrast, and that meanings which meet in one chart can be told apart by colour-blind readers too, is held by tests.
"""

PAPER = "#FFFFFF"  # the ground, and the inside of open marks
INK = "#1A1A1C"  # words, and outlines of another moment
CAPTION = "#626264"  # words that stand back
QUIET = "#8C8C8E"  # axes, leaders, and what was superseded or cannot be relied on
BORDER = "#D0D0D6"
GRID = "#E3E3E8"
SURFACE = "#F1F1F4"
LINK = "#0017C1"

HOME = "#0031D8"  # the city, observed or, dashed, projected
HOME_LIGHT = "#4979F5"  # the city again, in a second basis or in other years
PEER = "#767676"  # other places, and others who act
REFERENCE = "#4D4D52"  # what others state of the city: official projections, estimates, limits of chance
TARGET = "#197A4B"
BETTER, NEAR, WORSE = "#0070C0", "#4A96DD", "#AC3E00"  # by what is wished for, not by the sign
MEN, WOMEN = "#3A7CA5", "#B34766"
PARTS = ("#3460FB", "#1F3FA8", "#0A1A55")  # of a whole, in their order
DEMO, HATCH = "#6F23D0", "#D3C6EF"  # what is said of synthetic values, and their cells
BAND_80, BAND_50 = "#DCE6FD", "#A9C1FB"  # what may come, and what is likelier
DIVERGING = (WORSE, "#E8915C", "#F8D3BC", "#F4F4F6", "#C0DBF3", "#6FAAE0", BETTER)

SOLID = [1, 0]
DEMO_DASH = [4, 4]
PROJECTED_DASH = [6, 4]
TARGET_DASH = [9, 3]
BREAK_DASH = [2, 4]
TARGET_SHAPE = "diamond"

BASIS = {
    "strategy": (INK, "diamond", SOLID),
    "migration_report": (HOME, "circle", SOLID),
    "migration_report_all": (INK, "cross", [8, 3, 2, 3]),
    "vital": (HOME, "circle", SOLID),
    "register": (HOME_LIGHT, "square", [6, 3]),
    "pref_survey": (REFERENCE, "triangle-up", [2, 2]),
    "census": (HOME, "circle", SOLID),
    "estimate": (REFERENCE, "triangle-up", [2, 2]),
    "pref_health": (HOME, "circle", SOLID),
}
FLOW = {"in": (BETTER, "circle", SOLID), "out": (WORSE, "triangle-up", [6, 3])}
COVERAGE = {"all": HOME_LIGHT, "private": HOME}
STOCK = {"census": HOME, "register": HOME_LIGHT}
BAND = {
    "met": (BETTER, TARGET_SHAPE),
    "on_path": (BETTER, "circle"),
    "near": (NEAR, "triangle-up"),
    "behind": (WORSE, "triangle-down"),
    "worse": (WORSE, "square"),
}
CAUSES = tuple(zip(PARTS, ("circle", "triangle-up", "square"), strict=True))
SEX = {"M": MEN, "F": WOMEN}
AGE_BAND = dict(zip(("0-14", "15-64", "65+"), PARTS, strict=True))

SHEET = {
    "paper": PAPER,
    "ink": INK,
    "caption": CAPTION,
    "quiet": QUIET,
    "border": BORDER,
    "grid": GRID,
    "surface": SURFACE,
    "home": HOME,
    "peer": PEER,
    "demo": DEMO,
}


def as_css() -> str:
    """The colours of SHEET as custom properties, for style sheets to name."""
    return f":root {{ {' '.join(f'--{name}: {colour};' for name, colour in SHEET.items())} }}\n"


def contrast(colour: str, against: str = PAPER) -> float:
    """WCAG contrast ratio of two #RRGGBB colours, 1–21."""
    light, dark = sorted((_luminance(colour), _luminance(against)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
