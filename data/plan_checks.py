"""The checks a plan has to pass as a whole: every level hangs on the one above, every KPI has its target, every year lies in the plan."""

import pandas as pd

from data.problems import Problem, of_rows, speak

PARENTS = (
    ("numeric_target", "goal_id", "goal"),
    ("measure", "goal_id", "goal"),
    ("initiative", "measure_id", "measure"),
    ("kpi", "initiative_id", "initiative"),
)
INDICATORS = (("kpi", "kpi_id"), ("numeric_target", "numeric_target_id"))
LEFT_OUT = "記載なし"


def check(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Every fault of the plans; the frames are text with `_file` and `_row`, each table already sound by itself."""
    if "plan" not in frames:
        return []
    faults = [fault for table, column, parent in PARENTS for fault in _orphans(frames, table, column, parent)]
    faults += [fault for table, column in INDICATORS for fault in _without_target(frames, table, column)]
    faults += _without_kpi(frames, "initiative", frames["kpi"]["initiative_id"])
    under = frames["initiative"].set_index("initiative_id")["measure_id"].to_dict()
    faults += _without_kpi(frames, "measure", frames["kpi"]["initiative_id"].map(under))
    return faults + _values_of_other_plans(frames) + _years_outside(frames) + _lost_predecessors(frames)


def _identity(frame: pd.DataFrame, column: str) -> pd.Series:
    return frame["plan_id"] + " " + frame["version"] + " " + frame[column]


def _orphans(frames: dict[str, pd.DataFrame], table: str, column: str, parent: str) -> list[Problem]:
    _ = speak()
    known = set(_identity(frames[parent], f"{parent}_id"))
    lost = frames[table][~_identity(frames[table], column).isin(known)]
    reason = _("同じ計画・同じ版の {0} にありません").format(parent)
    remedy = _("{0}.csv にその版の行を加えるか、綴りを直してください").format(parent)
    return of_rows(lost, column, reason, remedy)


def _without_target(frames: dict[str, pd.DataFrame], table: str, column: str) -> list[Problem]:
    _ = speak()
    values = frames["kpi_value"].query("kind == 'target'")
    known = set(values["plan_id"] + " " + values[column])
    rows = frames[table]
    rows = rows[~(rows["plan_id"] + " " + rows[column]).isin(known)].drop_duplicates(["plan_id", column])
    reason = _("目標値の行がありません")
    remedy = _(
        "kpi_value.csv に kind=target の行を加えてください。値が決まっていなければ missing_reason を未設定にします"
    )
    return of_rows(rows, column, reason, remedy)


def _without_kpi(frames: dict[str, pd.DataFrame], table: str, parents: pd.Series) -> list[Problem]:
    """A measure or initiative either has a KPI in its version or says why it has none."""
    _ = speak()
    kpis = frames["kpi"]
    held = kpis["change"] != LEFT_OUT
    having = set((kpis["plan_id"] + " " + kpis["version"] + " " + parents)[held])
    rows = frames[table]
    has, excused = _identity(rows, f"{table}_id").isin(having), rows["kpi_absence"] != ""
    silent, contrary = rows[~has & ~excused], rows[has & excused]
    remedy = _("kpi.csv に KPI を加えるか、kpi_absence に 記載なし か 未設定 を入れてください")
    faults = of_rows(silent, f"{table}_id", _("KPI がなく、その理由もありません"), remedy)
    return faults + of_rows(
        contrary, "kpi_absence", _("KPI があるのに、ない理由が入っています"), _("kpi_absence を空欄にしてください")
    )


def _values_of_other_plans(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    _ = speak()
    values = frames["kpi_value"]
    faults = []
    for table, column in INDICATORS:
        known = set(frames[table]["plan_id"] + " " + frames[table][column])
        rows = values[(values[column] != "") & ~(values["plan_id"] + " " + values[column]).isin(known)]
        reason = _("この計画の {0}.csv にありません").format(table)
        faults += of_rows(rows, column, reason, _("plan_id か識別子を直してください"))
    return faults


def _years_outside(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    """Targets lie inside the plan's years; actuals and baselines may be older than the plan, not younger."""
    _ = speak()
    plans = frames["plan"].set_index("plan_id").astype({"first_fiscal_year": int, "last_fiscal_year": int})
    values = frames["kpi_value"]
    year = values["fiscal_year"].astype(int)
    first = values["plan_id"].map(plans["first_fiscal_year"])
    last = values["plan_id"].map(plans["last_fiscal_year"])
    outside = values[(year > last) | ((values["kind"] == "target") & (year < first))]
    spans = ", ".join(f"{plan}: {row.first_fiscal_year}–{row.last_fiscal_year}" for plan, row in plans.iterrows())
    reason = _("計画の期間（{0}）の外の年度です").format(spans)
    return of_rows(outside, "fiscal_year", reason, _("年度を直すか、plan.csv の期間を直してください"))


def _lost_predecessors(frames: dict[str, pd.DataFrame]) -> list[Problem]:
    _ = speak()
    faults = []
    for table, column in (("kpi", "kpi_id"), ("perspective", "perspective_id")):
        rows = frames[table]
        originals = rows[rows["version"] == "original"]
        known = set(originals["plan_id"] + " " + originals[column])
        named = rows.assign(one=rows["predecessor_ids"].str.split()).explode("one").dropna(subset="one")
        lost = named[~(named["plan_id"] + " " + named["one"]).isin(known)]
        reason = _("統合前のものが改定前の版にありません")
        faults += of_rows(lost, "predecessor_ids", reason, _("改定前の行の識別子を空白で区切って書いてください"))
    return faults
