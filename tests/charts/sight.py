"""How far apart two colours look, to all readers and to those who do not see red or green."""

import numpy as np

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
EYES = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
D65 = np.array([0.95047, 1.0, 1.08883])
FAR = 25.0**7


def apart(one: str, other: str) -> float:
    """The least CIEDE2000 difference of two #RRGGBB colours over all EYES."""
    return min(ciede2000(seen(one, eye), seen(other, eye)) for eye in EYES)


def seen(colour: str, eye: str) -> np.ndarray:
    """A #RRGGBB colour as L*, a*, b* of what that eye sees."""
    coded = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    relative = XYZ @ np.clip(EYES[eye] @ linear, 0, 1) / D65
    x, y, z = np.where(relative > 216 / 24389, np.cbrt(relative), (24389 / 27 * relative + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def ciede2000(one: np.ndarray, other: np.ndarray) -> float:
    """The difference of two colours given as L*, a*, b* (Sharma, Wu and Dalal 2005)."""
    chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + FAR))
    (light, strong, hue), (light2, strong2, hue2) = (_polar(colour, stretch) for colour in (one, other))
    grey = strong * strong2 == 0
    turn = 0 if grey else (hue2 - hue + 180) % 360 - 180
    middle = hue + hue2 if grey else hue + turn / 2
    level, mean = (light + light2) / 2 - 50, (strong + strong2) / 2
    wave = sum(
        share * np.cos(np.radians(times * middle + shift))
        for share, times, shift in ((1, 0, 0), (-0.17, 1, -30), (0.24, 2, 0), (0.32, 3, 6), (-0.2, 4, -63))
    )
    steps = np.array(
        [
            (light2 - light) / (1 + 0.015 * level**2 / np.sqrt(20 + level**2)),
            (strong2 - strong) / (1 + 0.045 * mean),
            2 * np.sqrt(strong * strong2) * np.sin(np.radians(turn / 2)) / (1 + 0.015 * mean * wave),
        ]
    )
    blue = 30 * np.exp(-((((middle % 360) - 275) / 25) ** 2))
    rotated = -2 * np.sqrt(mean**7 / (mean**7 + FAR)) * np.sin(np.radians(2 * blue))
    return float(np.sqrt(steps @ steps + rotated * steps[1] * steps[2]))


def _polar(colour: np.ndarray, stretch: float) -> tuple[float, float, float]:
    light, red, yellow = colour
    return light, np.hypot(stretch * red, yellow), np.degrees(np.arctan2(yellow, stretch * red)) % 360
