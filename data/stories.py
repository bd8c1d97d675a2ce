"""The stories that come with the dashboard: whether each can be told in both languages, slide by slide."""

import re
from collections.abc import Iterator
from pathlib import Path

from analytics.words.language import LANGUAGES
from analytics.words.typed import is_text
from data import yaml_file
from data.problems import BuildRefusedError, Problem, speak

FILE = re.compile(r"[0-9]{1,3}-([a-z][a-z0-9_]{0,39})\.yml")
FIGURE = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,60}")
LONGEST, MOST_SLIDES, MOST_CHOICES = 120, 40, 20


def check(root: Path) -> list[Problem]:
    """Every fault of the files in stories/."""
    paths = sorted(path for path in (root / "stories").glob("*") if path.suffix in (".yml", ".yaml"))
    faults = [fault for path in paths for fault in _check_file(root, f"stories/{path.name}")]
    names = [found[1] for path in paths if (found := FILE.fullmatch(path.name))]
    return faults + [_repeated(path.name) for path in paths if names.count(path.stem.partition("-")[2]) > 1]


def _check_file(root: Path, file: str) -> Iterator[Problem]:
    _ = speak()
    if not FILE.fullmatch(file.removeprefix("stories/")):
        reason, remedy = (
            _("ファイル名の形が違います"),
            _("「1-hq.yml」のように、番号、-、英小文字の名前で付けてください"),
        )
        yield Problem(file, None, None, None, reason, remedy)
    try:
        story = yaml_file.read(root, file)
    except BuildRefusedError as refused:
        yield from refused.problems
        return
    yield from _check_story(file, story)


def _check_story(file: str, story: object) -> Iterator[Problem]:
    _ = speak()
    if not isinstance(story, dict):
        yield Problem(
            file, None, None, None, _("見出しと値の組になっていません"), _("ほかの構成の書き方に合わせてください")
        )
        return
    yield from _check_fields(file, "", story, {*LANGUAGES, "decisions", "slides"})
    if not isinstance(story.get("decisions", True), bool):
        yield _wrong(file, "decisions", story["decisions"], _("true か false ではありません"))
    slides = story.get("slides")
    if not isinstance(slides, list) or not 1 <= len(slides) <= MOST_SLIDES:
        yield _wrong(file, "slides", None, _("スライドが1〜{0}枚ありません").format(MOST_SLIDES))
        return
    for number, slide in enumerate(slides, 1):
        yield from _check_slide(file, f"slides[{number}]", slide)


def _check_slide(file: str, place: str, slide: object) -> Iterator[Problem]:
    _ = speak()
    if not isinstance(slide, dict):
        yield _wrong(file, place, slide, _("見出しと値の組になっていません"))
        return
    yield from _check_fields(file, f"{place}.", slide, {*LANGUAGES, "figure", "choices"})
    if not _names_figure(slide.get("figure")):
        yield _wrong(file, f"{place}.figure", slide.get("figure"), _("図の名前ではありません"))
    choices = slide.get("choices", [])
    if not isinstance(choices, list) or len(choices) > MOST_CHOICES or not all(map(_is_choice, choices)):
        yield _wrong(file, f"{place}.choices", choices, _("図の選択肢の並びではありません"))


def _check_fields(file: str, place: str, given: dict, known: set[str]) -> Iterator[Problem]:
    """Both languages are there and can be read, and no field means nothing."""
    _ = speak()
    for name in sorted(map(str, {*given} - known)):
        yield _wrong(file, place + name, None, _("使える見出しは {0} です").format(", ".join(sorted(known))))
    for lang in LANGUAGES:
        text = given.get(lang)
        if not text:
            yield _wrong(file, place + lang, None, _("この言語の文がありません"))
        elif not is_text(text, LONGEST):
            yield _wrong(file, place + lang, text, _("見えない文字があるか、{0}文字を超えています").format(LONGEST))


def _names_figure(name: object) -> bool:
    """Whether it is written as the name of a figure is: the one place that says which figures a story may show."""
    return isinstance(name, str) and bool(FIGURE.fullmatch(name))


def _is_choice(choice: object) -> bool:
    return is_text(choice, LONGEST) or choice is None or type(choice) in (int, float, bool)


def _wrong(file: str, place: str, value: object, reason: str) -> Problem:
    _ = speak()
    told = None if value is None else str(value)
    return Problem(file, None, place, told, reason, _("ほかの構成の書き方に合わせてください"))


def _repeated(name: str) -> Problem:
    _ = speak()
    reason, remedy = _("同じ名前の構成がほかにもあります"), _("番号のあとの名前を変えてください")
    return Problem(f"stories/{name}", None, None, None, reason, remedy)
