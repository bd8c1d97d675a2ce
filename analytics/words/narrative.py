"""Sentences made from data, in Japanese and English. Every number in them stands in the frame behind them."""

from typing import TYPE_CHECKING, NamedTuple

from analytics.words import language, terms

if TYPE_CHECKING:
    from analytics.statistics.survey import Difference


def change(
    place: str,
    term: terms.Term,
    first: tuple[str, float],
    last: tuple[str, float],
    lang: str,
    *,
    source: str = "",
) -> str:
    """How a measure moved between two moments.

    first, last : (moment in words, value) ; source : the basis in words, empty when the page has said it
    """
    _ = language.gettext(lang)
    before, after = (terms.number(value, term.format) for _when, value in (first, last))
    facts = {
        "place": place,
        "measure": term.name if lang == "ja" else lower_first(term.name),
        "first": first[0],
        "last": last[0],
        "before": f"{before}{counted(term)}",
        "after": f"{after}{counted(term)}",
        "difference": f"{terms.number(abs(last[1] - first[1]), term.format)}{counted(term)}",
        "percent": terms.number(abs(percent_change(first[1], last[1])), ".1f"),
    }
    sentence = _direction(_, last[1] - first[1] if before != after else 0).format(**facts)
    return _("{source}では、{sentence}").format(source=source, sentence=sentence) if source else sentence


def _direction(_, difference: float) -> str:
    if difference < 0:
        return _(
            "{place}の{measure}は{first}の{before}から{last}の{after}へ、{difference}（{percent}%）減りました。"
        )
    if difference > 0:
        return _(
            "{place}の{measure}は{first}の{before}から{last}の{after}へ、{difference}（{percent}%）増えました。"
        )
    return _("{place}の{measure}は{first}の{before}から{last}まで変わっていません。")


def compared(place: str, term: terms.Term, when: str, value: float, others: dict[str, float], lang: str) -> str:
    """Where a place stands against others at one moment; others : {place: value} in the order to be told."""
    _ = language.gettext(lang)
    parts = [_gap(_, name, other, value, term) for name, other in others.items()]
    return _("{when}の{place}は{value}で、{parts}。").format(
        when=when, place=place, value=terms.number(value, term.format), parts=language.listed(parts, lang)
    )


def _gap(_, name: str, other: float, value: float, term: terms.Term) -> str:
    facts = {
        "name": name,
        "other": terms.number(other, term.format),
        "gap": terms.number(abs(value - other), term.format),
    }
    if terms.number(value, term.format) == facts["other"]:
        return _("{name}（{other}）と同じです").format(**facts)
    if value < other:
        return _("{name}（{other}）を{gap}下回ります").format(**facts)
    return _("{name}（{other}）を{gap}上回ります").format(**facts)


def ranked(place: str, base_year: str, last_year: str, value: float, all_values: list[float], lang: str) -> str:
    """An index against the peers: the value, and how many of them fell more."""
    _ = language.gettext(lang)
    lower = sum(other < value for other in all_values)
    return _(
        "{base_year}を100とすると、{last_year}の{place}は{value}です。比べた{count}市町村のうち、{place}より減り方が大きいのは{lower}市町村です。"
    ).format(
        base_year=base_year,
        last_year=last_year,
        place=place,
        value=terms.number(value, ".1f"),
        count=len(all_values),
        lower=lower,
    )


def causes(
    place: str, term: terms.Term, first: str, last: str, parts: dict[str, int], lang: str, *, source: str
) -> str:
    """What a change is made of; parts : {cause in words: whole number}, adding to the change; source : the basis"""
    _ = language.gettext(lang)
    listed = [
        _("{cause} {part}").format(cause=cause, part=f"{terms.number(part, '+,.0f')}{counted(term)}")
        for cause, part in parts.items()
    ]
    facts = {
        "place": place,
        "measure": term.name if lang == "ja" else lower_first(term.name),
        "first": first,
        "last": last,
        "total": f"{terms.number(sum(parts.values()), '+,.0f')}{counted(term)}",
        "listed": language.listed(listed, lang),
        "source": source,
        "most": max(parts, key=lambda cause: abs(parts[cause])),
    }
    said = [
        _("{source}による{place}の{measure}の{first}から{last}までの増減{total}は、{listed}に分けられます。"),
        _("最も大きいのは{most}の変化です。") if any(parts.values()) else "",
    ]
    return language.sentences(said, lang).format(**facts)


class Standing(NamedTuple):
    """An indicator in words: name, year, value with unit, target with unit and year, achievement in percent, class."""

    name: str
    year: str
    actual: str
    target: str
    target_year: str
    achievement: str
    band: str


def standing(facts: Standing, band: str, lang: str) -> str:
    """Where an indicator stands against its target; band : code of the class"""
    _ = language.gettext(lang)
    if band == "unmeasured":
        said = _("{name}は、{year}の実績が「{actual}」のため、目標との差を評価できません。")
    elif band == "no_target":
        said = _("{name}は{year}に{actual}です。目標値は「{target}」のため、達成率は出せません。")
    else:
        said = _(
            "{name}は{year}に{actual}で、{target_year}の目標{target}に対する達成率は{achievement}（{band}）です。"
        )
    return said.format(**facts._asdict())


class Share(NamedTuple):
    """A share of answers in words: whose or when, percent, and how many answered (NaN when not published)."""

    name: str
    percent: float
    n: float


def contrasted(measure: str, first: Share, second: Share, found: "Difference", lang: str) -> str:
    """Whether two groups differ; found : the first share less the second"""
    _ = language.gettext(lang)
    facts = _facts(measure, first, second, found)
    if found.difference != found.difference:
        return _("{first}または{second}の回答数が公表されていないため、{measure}は比べられません。").format(**facts)
    if not found.differs:
        said = _("{measure}は、{first}が{before}%、{second}が{after}%で、明らかな差はありません（{interval}）。")
    elif found.difference > 0:
        said = _(
            "{measure}は、{first}が{before}%で、{second}の{after}%を{gap}ポイント上回り、差があると言えます（{interval}）。"
        )
    else:
        said = _(
            "{measure}は、{first}が{before}%で、{second}の{after}%を{gap}ポイント下回り、差があると言えます（{interval}）。"
        )
    return said.format(interval=_interval(_, found), **facts)


def moved(measure: str, first: Share, last: Share, found: "Difference", needed: int | None, lang: str) -> str:
    """How a share moved between two surveys and whether that can be told from chance.

    found : the last share less the first, NaN where a number of answers is not published
    needed : answers that would do where only one of the two numbers is missing
    """
    _ = language.gettext(lang)
    facts = _facts(measure, first, last, found)
    change = _moves(_, last.percent - first.percent if facts["before"] != facts["after"] else 0).format(**facts)
    if found.difference == found.difference:
        verdict = _("差があると言えます（{0}）。") if found.differs else _("明らかな差はありません（{0}）。")
        return language.sentences((change, verdict.format(_interval(_, found))), lang)
    unknown = language.listed([share.name for share in (first, last) if share.n != share.n], lang)
    verdict = _("{0}の回答数が公表されていないため、偶然の範囲の変化かどうかは判断できません。").format(unknown)
    enough = _("回答がおよそ{0}人以上あったなら、差があると言えます。").format(f"{needed:,}") if needed else ""
    return language.sentences((change, verdict, enough), lang)


def _moves(_, difference: float) -> str:
    if difference > 0:
        return _("{measure}は、{first}の{before}%から{second}の{after}%へ{gap}ポイント上がりました。")
    if difference < 0:
        return _("{measure}は、{first}の{before}%から{second}の{after}%へ{gap}ポイント下がりました。")
    return _("{measure}は、{first}も{second}も{after}%です。")


def _facts(measure: str, first: Share, second: Share, found: "Difference") -> dict[str, str]:
    gap = first.percent - second.percent if found.difference != found.difference else found.difference * 100
    return {
        "measure": measure,
        "first": first.name,
        "second": second.name,
        "before": terms.number(first.percent, ".1f"),
        "after": terms.number(second.percent, ".1f"),
        "gap": terms.number(abs(gap), ".1f"),
    }


def _interval(_, found: "Difference") -> str:
    low, high = (terms.number(bound * 100, "+.1f") for bound in (found.low, found.high))
    return _("差の95%信頼区間 {low}〜{high}ポイント").format(low=low, high=high)


def percent_change(before: float, after: float) -> float:
    """Change in percent of the value before; not a number when that is zero."""
    return (after - before) / before * 100 if before else float("nan")


def counted(term: terms.Term) -> str:
    """The counter that follows a number in a Japanese sentence: 1,308人. English names it in the measure."""
    return term.unit if term.unit in {"人", "組"} else ""


def lower_first(words: str) -> str:
    """Lower-case the first letter inside a sentence, unless it opens an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
