"""The levers as they are offered, with where they have been."""

from typing import NamedTuple

import pandas as pd

from analytics import scenario
from analytics.city import evidence
from analytics.city.course import horizon
from analytics.figures.context import Context
from analytics.scenario import Levers, goalseek
from analytics.words import terms

RATES = ("tfr", "mortality")


class Been(NamedTuple):
    """The range of a lever in one place on record, and the same in words: 厚木市 1.09〜1.33（2011–2023）."""

    low: float
    high: float
    text: str


class Slider(NamedTuple):
    """A lever as it is offered: bounds, step, what it is if nothing is changed, how it is written, where it has been."""

    low: float
    high: float
    step: float
    default: float
    spec: str = "d"
    been: tuple[Been, ...] = ()
    note: str = ""


def sliders(context: Context) -> dict[str, Slider]:
    """{lever: how it is offered}; migration in steps of 50 persons a year."""
    base = evidence.baseline(context.build)
    limits = scenario.bounds(base)
    today = goalseek.stands(base, Levers(to=horizon(context)[0]))
    record = evidence.levers_on_record(context.build)
    start = base.start
    rate, flow = ".2f", "+,.0f"
    return {
        "tfr": Slider(*limits["tfr"], 0.01, round(today.tfr, 2), rate, _been(context, record, "tfr", rate)),
        "net": Slider(*limits["net"], 50, _stepped(today.net), flow, _been(context, record, "net", flow)),
        "net_20_39": Slider(
            *limits["net_20_39"], 50, _stepped(today.net_20_39), flow, _been(context, record, "young", flow)
        ),
        **{
            lever: Slider(*limits[lever], 50, 0, flow, note=context.text("現状が続く場合との差です。"))
            for lever in ("in_20_39", "out_20_39")
        },
        "mortality": Slider(*limits["mortality"], 0.05, 1.0, rate, _been(context, record, "mortality", rate)),
        "since": Slider(start, start + 15, 1, start),
        "tfr_year": Slider(start + 1, start + 30, 1, start + scenario.YEARS_TO_TFR),
        "ramp": Slider(0, 20, 1, 0),
    }


def _stepped(value: float) -> int:
    return 50 * round(value / 50)


def _been(context: Context, record: pd.DataFrame, lever: str, spec: str) -> tuple[Been, ...]:
    """Where the lever has been in each place on record, the city first."""
    home = context.home
    rows = record[(record["lever"] == lever) & ((record["area_code"] == home) | (lever in RATES))]
    places = sorted(rows.groupby("area_code"), key=lambda place: (place[0] != home, -int(place[0])))
    return tuple(_range(context, area, part, spec) for area, part in places)


def _range(context: Context, area: str, part: pd.DataFrame, spec: str) -> Been:
    low, high = float(part["value"].min()), float(part["value"].max())
    years = pd.concat([part["first_year"], part["last_year"]])
    lowest, highest = (terms.number(value, spec) for value in (low, high))
    values = lowest if lowest == highest else context.text("{low}〜{high}").format(low=lowest, high=highest)
    text = context.text("{place} {values}（{period}年の実績）").format(
        place=context.place(area), values=values, period=context.period(years)
    )
    return Been(low, high, text)
