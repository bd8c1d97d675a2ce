"""Downloads that are no figure's: the comparison of scenarios, and every path as one long list."""

from collections.abc import Callable

import streamlit as st

from analytics.export import csv, worker
from analytics.figures.context import Context
from analytics.figures.outlook import compared
from analytics.figures.outlook.whatif import Kept
from analytics.scenario import Levers
from pages._frame import state
from pages._parts import parts


def comparison(levers: Levers, kept: Kept) -> None:
    """The table of the scenarios with their levers, its sources and the snapshot."""
    _ = state.text()
    build, filters, stamp = state.build(), state.filters(), parts.snapshot()
    _offer(
        _("シナリオの比較（CSV）をダウンロード"),
        lambda: csv.sheet(*compared.sheet(Context(build, filters), levers, kept), stamp),
        "comparison",
    )


def scenarios(levers: Levers, kept: Kept) -> None:
    """Every scenario that is drawn, by year, sex and single year of age."""
    _ = state.text()
    _offer_rows(_("全シナリオの各歳（CSV）をダウンロード"), "every_path.of_scenarios", "scenarios", levers, kept)


def releases() -> None:
    """The unchanged path beside every release of the institute."""
    _ = state.text()
    _offer_rows(
        _("現状が続く場合の各歳と、社人研の全推計（CSV）をダウンロード"),
        "every_path.beside_releases",
        "projection",
    )


def _offer_rows(label: str, task: str, name: str, *choices: object) -> None:
    build, filters = state.build(), state.filters()
    _offer(label, lambda: worker.run(task, build, filters, *choices), name)


def _offer(label: str, make: Callable[[], bytes], name: str) -> None:
    """A file made when it is asked for."""
    st.download_button(label, make, f"{name}.csv", "text/csv", key=f"file-{name}", on_click="ignore")
