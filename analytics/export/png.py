"""A figure as a picture, drawn here without a browser, with a Japanese font that the project brings along."""

from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap

from analytics import caching
from analytics.charts import base, palette
from analytics.charts.base import Picture
from analytics.figures import Figure

FONT, SCHEMA = "IPAexGothic", "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH, LINE = 960, 62


def write(figure: Figure, footer: str, snapshot: str, scale: float = 2.0) -> bytes:
    """PNG bytes: title and sentence above, source line and snapshot id below."""
    return _converter().vegalite_to_png(vl_spec=_page(figure, footer, snapshot), scale=scale)


def chart(figure: Figure, scale: float = 2.0) -> bytes:
    """PNG bytes of the chart alone, where title and source stand beside it."""
    return _converter().vegalite_to_png(vl_spec=_lettered(figure), scale=scale)


def svg(figure: Figure) -> str:
    """The chart alone as SVG, its words as text, nothing behind it."""
    drawing = _lettered(figure)
    drawing["config"] |= {"background": "transparent"}
    return _converter().vegalite_to_svg(vl_spec=drawing)


def write_svg(figure: Figure, footer: str, snapshot: str) -> bytes:
    """SVG bytes of the same page as the PNG's, its words as text in the fonts that a reader may have."""
    drawn = _converter().vegalite_to_svg(vl_spec=_page(figure, footer, snapshot))
    return drawn.replace(f'"{FONT}"', f'"{base.FONT}"').encode("utf-8")


@caching.of_code
def _converter():
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return vl_convert


def font_folder() -> Path:
    """Where the Japanese font lies that comes along."""
    return Path(find_spec("matplotlib_fontja").submodule_search_locations[0]) / "fonts"


def _lettered(figure: Figure) -> dict:
    """The drawing with its data, in the font that comes along."""
    chart = {**Picture(figure.spec, figure.data.to_pandas()).to_dict(), "width": WIDTH}
    config = {**chart["config"], "font": FONT}
    config["text"] = {**config.get("text", {}), "font": FONT}
    return {**chart, "config": config, "$schema": SCHEMA}


def _page(figure: Figure, footer: str, snapshot: str) -> dict:
    chart = _lettered(figure)
    config = chart.pop("config")
    for name in ("$schema", "autosize"):
        chart.pop(name, None)
    title = {
        "text": _lines(figure.title, 48),
        "subtitle": _lines(figure.message, LINE),
        "anchor": "start",
        "fontSize": 20,
        "subtitleFontSize": 14,
        "subtitleColor": palette.INK,
        "offset": 24,
    }
    return {
        "$schema": SCHEMA,
        "title": title,
        "padding": 24,
        "config": config,
        "spacing": 18,
        "resolve": {"legend": dict.fromkeys(("color", "fill", "shape", "strokeDash"), "independent")},
        "vconcat": [chart, _foot(_lines(f"{footer} ／ snapshot {snapshot}", 84))],
    }


def _foot(lines: list[str]) -> dict:
    return {
        "width": WIDTH,
        "height": 16 * len(lines),
        "view": {"stroke": None},
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "top", "fontSize": 11, "color": palette.CAPTION},
        "encoding": {"x": {"value": 0}, "y": {"value": 0}, "text": {"value": lines}},
    }


def _lines(text: str, width: int) -> list[str]:
    """Wrapped lines: by words in Latin text, by characters where there are no spaces."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in _lines(part, width)]
    if " " in text and text.isascii():
        return wrap(text, width * 2)
    return [text[start : start + width] for start in range(0, len(text), width)]
