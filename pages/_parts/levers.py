"""The levers of a what-if as sliders with a box each, kept in the URL; presets; scenarios kept for comparison."""

import pandas as pd
import streamlit as st

from analytics.city.paths import FAST, MANY, SEED
from analytics.figures.outlook import (
    population_total,
    preset_scenarios,
    reaching,
    sliders,
    whatif,
)
from analytics.figures.outlook.sliders import Slider
from analytics.figures.outlook.whatif import Kept
from analytics.scenario import Levers, address
from analytics.scenario.goalseek import Target
from analytics.words import terms
from pages._frame import cached, state
from pages._parts import parts, pick

SEEDS = 999
MOVING = ("tfr", "net", "net_20_39", "in_20_39", "out_20_39")


def chosen(words: dict[str, str], start: Levers = whatif.UNCHANGED, *, folded: bool = False) -> Levers:
    """One slider a lever; what stands where it would anyway is no change.

    words : {lever: its name} ; start : where the sliders stand before anybody has moved them
    folded : those that say when, and mortality, are put away until they are asked for
    """
    _ = state.text()
    offered, values = cached.made(sliders.sliders), {}
    moving, aside = st.container(), st.popover(_("時期と死亡率")) if folded else st.container()
    for lever, slider in offered.items():
        with moving if lever in MOVING else aside:
            values[lever] = pick.number(lever, words[lever], slider._replace(default=_value(start, lever, slider)))
    moved = {lever: value for lever, value in values.items() if value != offered[lever].default}
    if "tfr" not in moved:
        moved.pop("tfr_year", None)
    return Levers(**moved)


def presets() -> None:
    """Buttons that set every slider at once."""
    offered = cached.made(sliders.sliders)
    with st.container(horizontal=True):
        for code, preset in cached.made(preset_scenarios.presets).items():
            st.button(
                parts.plain(preset.name),
                key=f"preset-{code}",
                on_click=_take,
                args=(offered, preset.levers),
            )


def references() -> None:
    """What each scenario to start from rests on."""
    _ = state.text()
    with st.expander(_("それぞれのシナリオの根拠")):
        rows = [(preset.name, preset.reference) for preset in cached.made(preset_scenarios.presets).values()]
        parts.items(pd.DataFrame(rows))


def answers(target: Target, frame: Levers) -> None:
    """A button for each way that sets every slider to it; the page is drawn again, since the sliders stand above."""
    _, ways = state.text(), terms.words("way", st.session_state["lang"])
    offered, usable = cached.made(sliders.sliders), cached.made(reaching.usable, target, frame)
    st.markdown(_("**この答えで試算する**"))
    for way, name in ways.items():
        pressed = st.button(
            name,
            key=f"take-{way}",
            icon=":material/tune:",
            disabled=way not in usable,
            width="stretch",
            on_click=_take,
            args=(offered, usable.get(way, whatif.UNCHANGED)),
        )
        if pressed:
            st.session_state["taken"] = name
            st.rerun()
    st.caption(
        _(
            "出生率は0.01、転入超過数は1人の単位で、目標に届く側へ丸めて設定します。「現状が続く場合」を押すと元に戻ります。"
        )
    )
    if name := st.session_state.pop("taken", None):
        st.success(
            _("「{0}」を条件に設定しました。ページの上の図と表が、このシナリオになっています。").format(name)
        )


def _take(offered: dict[str, Slider], levers: Levers) -> None:
    for lever, slider in offered.items():
        st.session_state[lever] = _value(levers, lever, slider)


def _value(levers: Levers, lever: str, slider: Slider) -> float:
    """Where the slider stands for these levers."""
    value = getattr(levers, lever)
    return type(slider.low)(slider.default if value is None else value)


def possible(given: Levers) -> Levers:
    """The levers if they can be projected; else what is wrong is told, and those that could be last are given."""
    faults = cached.made(whatif.faults, given)
    for fault in faults:
        st.warning(parts.plain(fault))
    shown = st.session_state.setdefault("last-good", whatif.UNCHANGED) if faults else given
    st.session_state["last-good"] = shown
    return shown


def kept(levers: Levers) -> Kept:
    """Scenarios kept under a name, with what keeps this one and drops another."""
    _ = state.text()
    control = state.Control("kept", _read, lambda named: address.encode_named(dict(named)), ())
    state.seed([control])
    named: Kept = st.session_state["kept"]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("このシナリオの名前"), max_chars=20, key="kept-name", placeholder=_("例：子育て重視")
        )
        st.button(
            _("比べるために残す"), on_click=_keep, args=(name.strip(), levers), disabled=len(named) >= address.MOST
        )
        for taken, _levers in named:
            st.button(
                _("「{0}」を外す").format(parts.plain(taken)), key=f"drop-{taken}", on_click=_drop, args=(taken,)
            )
    if refused := st.session_state.pop("kept-refused", None):
        st.warning(
            parts.plain(_("「{0}」という名前では残せません。文字と数字で20字までにしてください。").format(refused))
        )
    state.publish([control])
    return named


def _read(raw: str) -> Kept | None:
    found = address.decode_named(raw)
    return None if found is None else tuple(found.items())


def _keep(name: str, levers: Levers) -> None:
    named = dict(st.session_state["kept"]) | {name: levers}
    try:
        address.encode_named(named)
    except ValueError:
        st.session_state["kept-refused"] = name
        return
    st.session_state["kept"] = tuple(named.items())


def _drop(name: str) -> None:
    st.session_state["kept"] = tuple(pair for pair in st.session_state["kept"] if pair[0] != name)


def paths() -> tuple[int, int]:
    """How many paths the bands are made from, and the seed of their chance, which stands in the address alone."""
    _ = state.text()
    seeds = {str(seed): seed for seed in range(1, SEEDS + 1)}
    control = state.Control("seed", seeds.get, str, SEED)
    state.seed([control])
    state.publish([control])
    many = pick.switch("sure", _("幅を1万通りで計算する"))
    return MANY if many else FAST, st.session_state["seed"]


def part_of_population() -> tuple[str, str, str, tuple[int, int]]:
    """Sex, ages, unit and period of the part of the population that is looked at."""
    _ = state.text()
    lang = st.session_state["lang"]
    with st.container(horizontal=True):
        sex = pick.one("sex", _("性別"), terms.words("sex", lang), "T")
        ages = pick.one("ages", _("年齢"), terms.words("ages", lang))
        unit = pick.one("unit", _("単位"), terms.words("projection_unit", lang))
    return sex, ages, unit, pick.span("span", _("見る期間"), *cached.made(population_total.span))


def target(words: dict[str, str]) -> tuple[Target, Levers]:
    """The target to work back from, and when change begins; words : {lever: its name}"""
    planned, (first, last) = cached.made(reaching.aims), cached.made(reaching.years)
    begins = cached.made(sliders.sliders)["since"]
    sizes = Slider(*cached.made(reaching.sizes), 1, int(planned.persons), ",d")
    one, two, three = st.columns(3)
    with one:
        persons = pick.number("goal_persons", words["goal"], sizes)
    with two:
        year = pick.number("goal_year", words["goal_year"], Slider(first, last, 1, planned.year))
    with three:
        since = pick.number("goal_since", words["since"], begins)
    return Target(float(persons), year), Levers(since=None if since == begins.default else since)
