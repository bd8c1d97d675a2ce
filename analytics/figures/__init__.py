"""Figures: what one picture says, whatever carries it: title, sentence, chart, table twin, sources, notes."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from analytics.charts.base import Picture
from analytics.figures.context import Context
from analytics.words import language, terms


class Figure(NamedTuple):
    """A picture with everything that must travel with it.

    title : content + unit + place + period       message : one sentence, also the alt text
    data, spec : the data as it is sent and the Vega-Lite specification without it; spec is None when there is nothing to draw
    table : the twin, words and formatted numbers  export : the same rows as plain numbers, for files
    credits : source lines                         notes : what a reader must know
    statuses : codes of the values shown
    recipe, choices : its name in the registry and what was chosen for it, once `making.made` has made it
    """

    key: str
    title: str
    message: str
    data: pa.Table
    spec: dict | None
    table: pd.DataFrame
    export: pd.DataFrame
    credits: tuple[str, ...]
    notes: tuple[str, ...]
    statuses: tuple[str, ...]
    recipe: str = ""
    choices: tuple = ()


class Headline(NamedTuple):
    """A number that stands at the top of a page, never without what it is compared with."""

    label: str
    value: str
    comparison: str
    detail: str


def figure(
    key: str,
    title: str,
    message: str,
    picture: Picture,
    frame: pd.DataFrame,
    columns: dict[str, str],
    context: Context,
    notes: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> Figure:
    """Assemble a figure. columns : {column of frame: heading}, in the order of the table twin.

    Every column whose name ends in source_id is credited, and every id in `sources`.

    frame has, besides what is drawn, status and source_id; in the table a column `text` stands for `value`, and
    `low_said` for `low` where there is one; other numbers are written as they need.
    """
    said = {"value": "text"} | {column: f"{column}_said" for column in columns if f"{column}_said" in frame}
    shown = {said.get(column, column): heading for column, heading in columns.items()}
    statuses = tuple(dict.fromkeys(frame["status"]))
    words = {heading: terms.written(frame[column]) for column, heading in shown.items()}
    table = pd.DataFrame(words, frame.index, dtype=object)
    export = frame[list(columns)].rename(columns=columns)
    extra = {context.text("値の種類"): frame["status"].map(context.words("status"))}
    return Figure(
        key,
        title,
        message,
        pa.Table.from_pandas(picture.frame, preserve_index=False),
        picture.spec,
        table.assign(**extra).reset_index(drop=True),
        export.assign(**extra).reset_index(drop=True),
        context.credits(pd.Series([*frame.filter(regex="source_id$").stack(), *sources], dtype=object)),
        tuple(notes) + _notes(picture.spec, context),
        statuses,
    )


def empty(key: str, title: str, context: Context, message: str = "") -> Figure:
    """What stands where these filters leave nothing to draw; message : what to do about it, if not the usual."""
    message = message or context.text(
        "この条件に当てはまる値はありません。期間・比較地域・もとの統計を変えてください。"
    )
    nothing = pd.DataFrame()
    return Figure(key, title, message, pa.table({}), None, nothing, nothing, (), (), ())


def source_line(figure: Figure, lang: str) -> str:
    """Where the values come from, and what they are: published, derived, demo."""
    return credit_line(figure.credits, figure.statuses, lang)


def credit_line(credits: Sequence[str], statuses: Sequence[str], lang: str) -> str:
    """That of anything else. credits : source lines ; statuses : codes of the values shown"""
    _, words = language.gettext(lang), terms.words("status", lang)
    return _("出典：{credits} ／ 値の種類：{statuses}").format(
        credits=language.listed(credits, lang),
        statuses=language.listed([words[status] for status in statuses], lang),
    )


def footer_line(figure: Figure, lang: str) -> str:
    """Source, status and notes in one line, as every copy of the figure carries it."""
    return f"{source_line(figure, lang)} {language.sentences(figure.notes, lang)}".strip()


def _notes(spec: dict, context: Context) -> tuple[str, ...]:
    said = {
        "y": context.text("縦軸は0から始まっていません。"),
        "x": context.text("横軸は0から始まっていません。"),
    }
    return tuple(note for axis, note in said.items() if any(_is_cut(layer, axis) for layer in spec["layer"]))


def _is_cut(layer: dict, axis: str) -> bool:
    channel = layer.get("encoding", {}).get(axis, {})
    return channel.get("scale", {}).get("zero") is False and channel.get("field") == "value"
