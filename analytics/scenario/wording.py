"""What to say of levers that cannot be applied and of the ways to a target, on the page and on the command line."""

from analytics.demography.projection import NegativePopulationError
from analytics.scenario import Fault
from analytics.scenario.goalseek import MOVED, Answer, Target
from analytics.words import era, language, terms

SPEC = {"tfr": ".2f", "mortality": ".2f"} | dict.fromkeys(("net", "net_20_39", "in_20_39", "out_20_39"), ",.0f")


def fault(found: Fault, lang: str) -> str:
    _ = language.gettext(lang)
    sentences = {
        "not_a_number": _("{lever}は数で入れてください（入力された値：{value}）。"),
        "not_whole": _("{lever}は整数で入れてください（入力された値：{value}）。"),
        "outside": _("{lever}は{low}から{high}までの値にしてください（入力された値：{value}）。"),
        "reversed": _("{lever}は{low}年以後にしてください（入力された値：{value}）。"),
    }
    low, high = (_written(found.lever, limit) for limit in (found.low, found.high))
    lever = terms.word("lever", found.lever, lang)
    return sentences[found.code].format(lever=lever, value=found.value, low=low, high=high)


def emptied(error: NegativePopulationError, lang: str, *, with_era: bool = True) -> str:
    _ = language.gettext(lang)
    return _(
        "{year}に{age}歳の{sex}がいなくなるほど転出が多く、推計できません。転入超過数を増やしてください。"
    ).format(
        year=era.label(error.year, lang, with_era=with_era), age=error.age, sex=terms.word("sex", error.sex, lang)
    )


def aim(target: Target, lang: str, *, with_era: bool = True) -> str:
    _ = language.gettext(lang)
    return _("{day}に{persons}人にするには").format(
        day=era.label(target.year, lang, basis="jan1", with_era=with_era),
        persons=terms.number(target.persons, ",.0f"),
    )


def answer(given: Answer, target: Target, lang: str) -> str:
    """The way, how far each lever has to go, and whether that is enough."""
    _ = language.gettext(lang)
    moved = {lever: value for lever in MOVED if (value := getattr(given.levers, lever)) is not None}
    words = {"tfr": "{lever} {value}", "net": _("{lever} {value}人"), "net_20_39": _("{lever} {value}人")}
    values = [
        words[lever].format(lever=terms.word("lever", lever, lang), value=_written(lever, value))
        for lever, value in moved.items()
    ]
    facts = {
        "way": terms.word("way", given.way, lang),
        "values": language.listed(values, lang),
        "persons": terms.number(given.persons, ",.0f"),
        "gap": terms.number(abs(given.persons - target.persons), ",.0f"),
    }
    sentences = {
        "reached": _("{way}：{values}"),
        "bound": _("{way}：届きません。動かせる限り（{values}）でも{persons}人で、目標と{gap}人の差が残ります。"),
        "emptied": _(
            "{way}：届きません。転出できる人がいなくなる手前（{values}）で{persons}人で、目標と{gap}人の差が残ります。"
        ),
    }
    return sentences[given.ends].format(**facts)


def _written(lever: str, value: float | None) -> str:
    return terms.number(value, SPEC.get(lever, ".0f"))
