"""Age structure: the pyramid of one day with the ghost of another, three age groups and young women over time."""

from datetime import date

import pandas as pd

from analytics.charts import bars, palette, pyramid
from analytics.database import queries
from analytics.figures import Figure, empty, figure, wording
from analytics.figures.choices import day, perhaps
from analytics.figures.context import Context
from analytics.figures.registry import called
from analytics.filters import Filters
from analytics.words import language, terms

OPEN_AGE = 85
CHILDREN, WORKING, OLDER = "0-14", "15-64", "65+"


def days(context: Context) -> list[tuple[date, str]]:
    """(day of reference, basis) of every pyramid there is, oldest first."""
    frame = queries.pyramid(context.build, context.filters)
    pairs = frame[["reference_date", "basis"]].drop_duplicates()
    return [(day.date(), basis) for day, basis in pairs.itertuples(index=False)]


@called("人口ピラミッド", day, perhaps(day), needed=2)
def population_pyramid(context: Context, day: date, ghost: date | None) -> Figure:
    term = context.term("population")
    whole = _to_open_age(queries.pyramid(context.build, context.filters))
    frame = whole[whole["reference_date"] == pd.Timestamp(day)].assign(ghost=False)
    title = context.text("{place}の人口ピラミッド（{unit}、{when}現在、{basis}）").format(
        place=context.place(context.home),
        unit=term.unit,
        when=context.date(pd.Timestamp(day)),
        basis=context.words("basis")[frame["basis"].iloc[0]] if len(frame) else "–",
    )
    if frame.empty:
        return empty("pyramid", title, context)
    other = whole[whole["reference_date"] == pd.Timestamp(ghost)].assign(ghost=True)
    drawn = _worded(context, pd.concat([frame, other]), term)
    limit = _ceiling(whole["persons"].max())
    ages = list(dict.fromkeys(drawn.sort_values("age", ascending=False)["age_group"]))
    sexes = {sex: context.words("sex")[sex] for sex in ("M", "F")}
    picture = pyramid.pyramid(drawn, title=term.unit, ages=ages, sexes=sexes, limit=limit)
    columns = {
        "when": context.text("時点"),
        "age_words": context.text("年齢"),
        "sex_words": context.text("性別"),
        "value": term.titled,
    }
    notes = [context.text("年齢不詳は含みません。85歳以上はまとめて示しています。")]
    if len(other):
        notes.append(_ghost_note(context, frame, other))
    message = _pyramid_message(context, frame, other)
    return figure("pyramid", title, message, picture, drawn, columns, context, notes)


def _to_open_age(frame: pd.DataFrame) -> pd.DataFrame:
    """Every day with the same last age group, 85 and over, so that two days can be laid over each other."""
    age = frame["age"].clip(upper=OPEN_AGE)
    group = frame["age_group"].where(frame["age"] < OPEN_AGE, f"{OPEN_AGE}+")
    keys = ["reference_date", "basis", "sex", "age", "age_group"]
    parts = frame.assign(age=age, age_group=group).groupby(keys, as_index=False, sort=False)
    return parts.agg(persons=("persons", "sum"), status=("status", "first"), source_id=("source_id", "first"))


def _worded(context: Context, frame: pd.DataFrame, term: terms.Term) -> pd.DataFrame:
    when = frame["reference_date"].map(context.date)
    text = [terms.number(value, term.format) for value in frame["persons"]]
    sex_words = frame["sex"].map(context.words("sex"))
    age_words = frame["age_group"].map(lambda group: age_words_of(group, context.lang))
    return frame.assign(
        when=when,
        value=frame["persons"],
        text=text,
        sex_words=sex_words,
        age_words=age_words,
        signed=frame["persons"].where(frame["sex"] == "F", -frame["persons"]),
        reference_date=frame["reference_date"].dt.strftime("%Y-%m-%d"),
    )


def age_words_of(group: str, lang: str) -> str:
    """20–24歳, 85歳以上; "20–24", "85 and over"."""
    _ = language.gettext(lang)
    if group.endswith("+"):
        return _("{0}歳以上").format(group[:-1])
    return _("{0}歳").format(group.replace("-", "–"))


def _ceiling(persons: float) -> float:
    """The next whole thousand above, so that the scale stays the same from day to day."""
    return -(-persons // 1000) * 1000


def _ghost_note(context: Context, frame: pd.DataFrame, other: pd.DataFrame) -> str:
    note = context.text("黒い枠線は{when}現在（{basis}）です。").format(
        when=context.date(other["reference_date"].iloc[0]),
        basis=context.words("basis")[other["basis"].iloc[0]],
    )
    if other["basis"].iloc[0] == frame["basis"].iloc[0]:
        return note
    return context.sentences((note, context.text("もとの統計が違うため、差には数え方の違いも含まれます。")))


def _pyramid_message(context: Context, frame: pd.DataFrame, other: pd.DataFrame) -> str:
    share = _share_over(frame, 65)
    facts = {
        "when": context.date(frame["reference_date"].iloc[0]),
        "place": context.place(context.home),
        "share": terms.number(share, ".1f"),
        "women": terms.number(_young_women(frame), ",.0f"),
    }
    if other.empty:
        return context.text(
            "{when}現在の{place}では65歳以上が{share}%を占め、20〜39歳の女性は{women}人です。"
        ).format(**facts)
    facts |= {
        "ghost": context.date(other["reference_date"].iloc[0]),
        "ghost_share": terms.number(_share_over(other, 65), ".1f"),
        "ghost_women": terms.number(_young_women(other), ",.0f"),
    }
    return context.text(
        "{place}の65歳以上の割合は{ghost}の{ghost_share}%から{when}の{share}%に、"
        "20〜39歳の女性は{ghost_women}人から{women}人になりました。"
    ).format(**facts)


def _share_over(frame: pd.DataFrame, age: int) -> float:
    return frame.loc[frame["age"] >= age, "persons"].sum() / frame["persons"].sum() * 100


def _young_women(frame: pd.DataFrame) -> float:
    return frame.loc[(frame["sex"] == "F") & frame["age"].between(20, 39), "persons"].sum()


@called("年齢3区分の人口")
def age_groups(context: Context) -> Figure:
    term = context.term("share_of_population")
    frame = queries.age_bands(context.build, context.filters)
    period = context.period(frame["reference_date"].dt.year) if len(frame) else ""
    title = context.text("{place}の年齢3区分別人口の構成比（{inside}）").format(
        place=context.place(context.home), inside=context.listed(("%", period))
    )
    if frame.empty:
        return empty("age_groups", title, context)
    groups = [context.words("age_group")[code] for code in (CHILDREN, WORKING, OLDER)]
    drawn = _shares(context, frame, term, dict(zip((CHILDREN, WORKING, OLDER), groups, strict=True)))
    colours = [palette.AGE_BAND[code] for code in (CHILDREN, WORKING, OLDER)]
    picture = bars.shares(drawn, title=term.unit, groups=groups, colours=colours)
    columns = {
        "when": context.text("時点"),
        "label": context.text("もとの統計"),
        "group": context.text("年齢区分"),
        "persons": context.term("population").titled,
        "value": term.titled,
    }
    notes = [
        context.text(
            "棒は時点ごとに独立しています。＊の棒は住民基本台帳（1月1日）、ほかは国勢調査（10月1日）です。"
        )
    ]
    return figure("age_groups", title, _groups_message(context, drawn), picture, drawn, columns, context, notes)


def _shares(context: Context, frame: pd.DataFrame, term: terms.Term, groups: dict[str, str]) -> pd.DataFrame:
    total = frame.groupby(["reference_date", "basis"])["persons"].transform("sum")
    rank = frame["age_group"].map({code: position for position, code in enumerate(groups)})
    frame = frame.assign(value=frame["persons"] / total * 100, rank=rank).sort_values(["reference_date", "rank"])
    end = frame.groupby(["reference_date", "basis"])["value"].cumsum()
    star = frame["basis"].map({"census": "", "register": "＊"})
    return frame.assign(
        middle=end - frame["value"] / 2,
        text=[terms.number(value, term.format) for value in frame["value"]],
        group=frame["age_group"].map(groups),
        when=frame["reference_date"].map(context.date),
        label=frame["basis"].map(context.words("basis")),
        slot=frame["reference_date"].map(context.row_of) + star,
        reference_date=frame["reference_date"].dt.strftime("%Y-%m-%d"),
    )


def _groups_message(context: Context, drawn: pd.DataFrame) -> str:
    census = drawn[drawn["basis"] == "census"]
    rows = census if census["when"].nunique() > 1 else drawn
    first, last = (rows[rows["when"] == rows["when"].iloc[end]].set_index("age_group")["text"] for end in (0, -1))
    return context.text(
        "{place}の老年人口（65歳以上）の割合は{first}の{older_before}%から{last}の{older_after}%へ、"
        "年少人口（0〜14歳）の割合は{young_before}%から{young_after}%へ変わりました。"
    ).format(
        place=context.place(context.home),
        first=rows["when"].iloc[0],
        last=rows["when"].iloc[-1],
        older_before=first[OLDER],
        older_after=last[OLDER],
        young_before=first[CHILDREN],
        young_after=last[CHILDREN],
    )


@called("20〜39歳の女性")
def young_women(context: Context) -> Figure:
    term = context.term("women_20_39")
    frame = _women(queries.pyramid(context.build, context.filters), context.filters)
    title = wording.title(context, term, frame, context.text("時点別"))
    if frame.empty:
        return empty("young_women", title, context)
    star = frame["basis"].map({"census": "", "register": "＊"})
    frame = frame.sort_values("reference_date").assign(
        when=frame["reference_date"].map(context.date),
        label=frame["basis"].map(context.words("basis")),
        kind=frame["basis"].map(context.words("basis")) + star,
        slot=frame["reference_date"].map(context.row_of) + star,
        text=[terms.number(value, term.format) for value in frame["value"]],
        reference_date=frame["reference_date"].dt.strftime("%Y-%m-%d"),
    )
    kinds = dict(zip(frame["basis"], frame["kind"], strict=True))
    colours = [palette.STOCK[basis] for basis in kinds]
    picture = bars.by_kind(frame, title=term.unit, spec=",.0f", kinds=list(kinds.values()), colours=colours)
    columns = {"when": context.text("時点"), "label": context.text("もとの統計"), "value": term.titled}
    notes = [
        context.text(
            "棒は時点ごとに独立しています。＊の棒は住民基本台帳（1月1日）、ほかは国勢調査（10月1日）です。"
        )
    ]
    return figure("young_women", title, _women_message(context, frame), picture, frame, columns, context, notes)


def _women(frame: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Women aged 20–39 by day of reference and basis, in the years asked for."""
    year = frame["reference_date"].dt.year
    wanted = (frame["sex"] == "F") & frame["age"].between(20, 39)
    rows = frame.assign(year=year)[wanted & year.between(filters.first_year, filters.last_year)]
    days = rows.groupby(["reference_date", "year", "basis"], as_index=False)
    return days.agg(value=("persons", "sum"), source_id=("source_id", "first")).assign(status="derived")


def _women_message(context: Context, frame: pd.DataFrame) -> str:
    census = frame[frame["basis"] == "census"]
    rows = census if len(census) else frame
    peak, last = rows.loc[rows["value"].idxmax()], frame.iloc[-1]
    most = context.text("{basis}では、{place}の20〜39歳の女性は{when}の{value}人が最も多くなっています。").format(
        basis=peak["label"],
        place=context.place(context.home),
        when=peak["when"],
        value=peak["text"],
    )
    if peak.name == last.name:
        return most
    latest = context.text("{basis}では、最も新しい{when}に{value}人です。").format(
        when=last["when"], value=last["text"], basis=last["label"]
    )
    return context.sentences((most, latest))
