"""A fingerprint of every figure of every page and view, in both languages: what a change of the house must not change.

python -m tests.fingerprints --out before.json
python -m tests.fingerprints --against before.json
"""

import argparse
import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qsl

from streamlit.testing.v1 import AppTest

from analytics import console, stories
from analytics.figures import Figure

ROOT = Path(__file__).parent.parent
LANGUAGES, LETTERS, PATIENCE = ("ja", "en"), 16, 120
VIEWS = {
    "briefing/overview": ("", "data=published"),
    "goals/inflow": ("age=20-39",),
    "goals/employment": ("",),
    "goals/fertility": ("",),
    "goals/outflow": ("age=20-39",),
    "population/births": (
        "view=trend",
        "view=why",
        "view=why&count=period",
        "view=ahead",
        "basis=register",
        "from=2015&to=2022",
        "area=14211",
    ),
    "population/structure": ("", "era=seireki"),
    "population/migration": ("view=age", "view=cohort", "view=years", "view=near", "view=ahead"),
    "population/intention": ("", "data=published"),
    "population/benchmark": ("", "peers=prefecture"),
    "outlook/projection": ("", "groups=share"),
    "outlook/whatif": ("tfr=1.8&net=300", "goal_persons=200000"),
    "strategy/kpi": ("", "version=original", "data=published"),
    "strategy/revision": ("",),
}


def of(figure: Figure) -> str:
    """The same for the same picture, words, table, file, sources and notes."""
    parts = (
        *(figure.key, figure.title, figure.message),
        figure.data.to_pandas().to_json(orient="split", date_format="iso"),
        json.dumps(figure.spec, sort_keys=True, default=str),
        figure.table.astype(str).to_json(orient="split"),
        figure.export.to_json(orient="split", date_format="iso"),
        *(repr(part) for part in (figure.credits, figure.notes, figure.statuses)),
    )
    return sha256("\0".join(parts).encode()).hexdigest()[:LETTERS]


def of_page(page: str, address: str, lang: str) -> dict[str, str]:
    """{figure's name and choices: its fingerprint}, and the titles of what has no picture."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)
    for key, value in (("lang", lang), *parse_qsl(address)):
        app.query_params[key] = value
    app.switch_page(f"pages/{page}.py").run()
    if app.exception:
        raise RuntimeError(f"{page}?{address}: {app.exception[0].message}")
    shown, where = app.session_state["_gathered"], f"{lang} {page}?{address}"
    found = {
        f"{where} {slide.recipe} {slide.choices!r}": of(stories.figure(shown.build, shown.filters, slide))
        for slide in shown.slides.values()
    }
    return found | {f"{where} without a picture": repr(sorted(shown.absent.items()))}


def main() -> int:
    console.prepare()
    parser = argparse.ArgumentParser(prog="python -m tests.fingerprints")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--against", type=Path)
    asked = parser.parse_args()
    os.chdir(ROOT)
    found: dict[str, str] = {}
    for lang in LANGUAGES:
        for page, addresses in VIEWS.items():
            for address in addresses:
                found |= of_page(page, address, lang)
    if asked.out:
        asked.out.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")
    before = json.loads(asked.against.read_text("utf-8")) if asked.against else found
    changed = [name for name in sorted({*before, *found}) if before.get(name) != found.get(name)]
    print(*changed, f"{len(found)} figures, {len(changed)} changed", sep="\n")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())
