"""Sentences made from data, in Japanese and English. Every number in them stands in the frame behind them."""

from typing import NamedTuple

from analytics import language, terms


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
        when=when, place=place, value=terms.number(value, term.format), parts=_("、").join(parts)
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
        "{base_year}を100とすると、{last_year}の{place}は{value}です。比べた{count}地域のうち、{place}より減り方の大きい地域は{lower}です。"
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
    facts = {
        "place": place,
        "measure": term.name if lang == "ja" else lower_first(term.name),
        "first": first,
        "last": last,
        "total": f"{terms.number(sum(parts.values()), '+,.0f')}{counted(term)}",
        "listed": _("、").join(
            _("{cause} {part}").format(cause=cause, part=f"{terms.number(part, '+,.0f')}{counted(term)}")
            for cause, part in parts.items()
        ),
        "source": source,
        "most": max(parts, key=lambda cause: abs(parts[cause])),
    }
    said = _("{source}による{place}の{measure}の{first}から{last}までの増減{total}は、{listed}に分けられます。")
    if any(parts.values()):
        said += _("最も大きいのは{most}の変化です。")
    return said.format(**facts)


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
        said = _("{name}の{year}の実績は「{actual}」で、目標との差を計れません。")
    elif band == "no_target":
        said = _("{name}は{year}に{actual}です。目標値は「{target}」のため、達成率は出せません。")
    else:
        said = _(
            "{name}は{year}に{actual}で、{target_year}の目標{target}に対する達成率は{achievement}（{band}）です。"
        )
    return said.format(**facts._asdict())


def percent_change(before: float, after: float) -> float:
    """Change in percent of the value before; not a number when that is zero."""
    return (after - before) / before * 100 if before else float("nan")


def counted(term: terms.Term) -> str:
    """The counter that follows a number in a Japanese sentence: 1,308人. English names it in the measure."""
    return term.unit if term.unit in {"人", "組"} else ""


def lower_first(words: str) -> str:
    """Lower-case the first letter inside a sentence, unless it opens an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
