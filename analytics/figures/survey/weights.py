"""The wish to stay or leave as it was answered, beside the same weighted by the register's age and sex."""

import pandas as pd

from analytics.charts import intervals
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import listed
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.figures.survey import answers
from analytics.statistics import weighting
from analytics.words import terms

FILE = "data/figures/survey_cell.csv"


@called(
    "{0}人の割合（人口に合わせた重み付き）",
    listed("intention.choices"),
    listed("intention.years"),
    needed=2,
    about="intention.choices",
)
def weighted(context: Context, answer: str, year: str) -> Figure:
    """One survey both ways, for all, 18–39, and 40 and over; empty without its answers by age and sex."""
    term = context.term(answers.SYMBOL[answer])
    frame = _both_ways(context, answer, year)
    title = answers.title(context, term, year, frame, context.text("年齢・性別の重み付け"))
    if frame.empty:
        return empty("intention_weighted", title, context, _to_load(context))
    picture = intervals.by_row(frame, title=term.unit, spec=".0f", kinds=answers.kinds(context))
    columns = {"row": context.text("区分"), **answers.columns(context, term.titled)}
    columns["n"] = context.text("回答数（重み付けは実効回答数、人）")
    message = answers.told(context, frame, _told(context, frame, term))
    notes = _notes(context, frame, int(year))
    return figure("intention_weighted", title, message, picture, frame, columns, context, notes)


def _to_load(context: Context) -> str:
    return context.text(
        "男女・年齢別の回答数を {0} に入れてデータベースを作り直すと、重みを付けた割合を表示します。"
    ).format(FILE)


def _both_ways(context: Context, answer: str, year: str) -> pd.DataFrame:
    """Two rows a group, as answered and weighted; none where the cells or the register do not allow weights."""
    cells = queries.survey_cells(context.build, context.filters)
    cells = cells[cells["year"].astype(str) == year]
    register = answers.adults(context, int(year)) if len(cells) else None
    if register is None:
        return cells.iloc[:0]
    try:
        found = weighting.weigh(cells, register.persons, answer)
    except ValueError:
        return cells.iloc[:0]
    rows = pd.DataFrame(pair for row in found.itertuples() for pair in _pair(context, row))
    return answers.worded(
        context,
        rows.assign(
            year=int(year),
            status="demo" if (cells["status"] == "demo").any() else "derived",
            source_id=cells["source_id"].iloc[0],
            register_source_id=register.source_id,
        ),
    )


def _pair(context: Context, row: tuple) -> list[dict[str, object]]:
    name = context.words("survey_age")[row.group]
    ways = (
        (context.text("{0}：回答のまま"), row.share, row.n, False),
        (context.text("{0}：重み付け"), row.weighted, row.effective, True),
    )
    return [
        {"group": row.group, "raked": raked, "row": words.format(name), "value": 100 * share, "n": float(n)}
        | answers.interval(100 * share, n)._asdict()
        for words, share, n, raked in ways
    ]


def _told(context: Context, frame: pd.DataFrame, term: terms.Term) -> str:
    before, after = (row for _, row in frame[frame["group"] == "all"].iterrows())
    return context.text(
        "年齢と性別の偏りを住民基本台帳に合わせて直すと、{measure}は{before}%から{after}%になります"
        "（回答{n}人は、実効回答数では{effective}人分）。"
    ).format(
        measure=term.name,
        before=before["text"],
        after=after["text"],
        n=before["n_said"],
        effective=after["n_said"],
    )


def _notes(context: Context, frame: pd.DataFrame, year: int) -> list[str]:
    day = answers.adults(context, year).day
    return [
        context.text(
            "算出：{0}現在の住民基本台帳の年齢6区分と男女の人数に合わせた重み（レイキング）。"
            "18・19歳は15〜19歳の5分の2とみなした概算で、調査の年とは時点がずれます。"
        ).format(context.date(day)),
        context.text("実効回答数はキッシュの式、区間はその数で求めたウィルソンの95%信頼区間です。"),
        *wording.demo_notes(context, frame),
    ]
