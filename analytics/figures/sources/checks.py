"""The published results beside ours, in words: the answer, the methods, each result with its numbers and source."""

from datetime import datetime
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from analytics import caching, checks, clock
from analytics.checks.wording import written
from analytics.database import queries
from analytics.figures import Figure, Headline
from analytics.figures.context import Context
from analytics.figures.sources import unreproduced

ALL, NAMED = "all", 3


class Result(NamedTuple):
    """One published result: heading with its verdict, its numbers, and whence and how they are computed."""

    id: str
    heading: str
    numbers: pd.DataFrame
    about: pd.DataFrame
    missed: bool


class Subject(NamedTuple):
    """The results of one method, missed ones first."""

    id: str
    title: str
    results: tuple[Result, ...]


def sentence(context: Context) -> str:
    """How many published results are reproduced, and which are not."""
    found = _checked(context.build, context.lang)[0]
    met = checks.reproduced(found)
    counts = {"all": len(met), "met": int(met.sum()), "numbers": len(found)}
    if met.all():
        return context.text(
            "公表された{all}件の結果のうち{met}件を再現しました（数値では{numbers}個すべて）。"
        ).format(**counts)
    labels = found[~found["reference"].map(met)].drop_duplicates("reference")["label"]
    missed = context.listed(context.text("「{0}」").format(label) for label in labels[:NAMED])
    if len(labels) > NAMED:
        missed = context.text("{listed}ほか{count}件").format(listed=missed, count=len(labels) - NAMED)
    return context.text(
        "公表された{all}件の結果のうち{met}件を再現しました。再現できていないのは{missed}です。"
    ).format(**counts, missed=missed)


def headlines(context: Context) -> list[Headline]:
    found = _checked(context.build, context.lang)[0]
    met, names = checks.reproduced(found), checks.modules(context.lang)
    counted = context.text("{0}件")
    return [
        Headline(
            context.text("再現した結果"),
            counted.format(met.sum()),
            context.text("公表された{0}件のうち").format(len(met)),
            context.text("数値では{all}個のうち{within}個が許容差の内").format(
                all=len(found), within=found["passed"].sum()
            ),
        ),
        Headline(
            context.text("確かめた計算"),
            context.text("{0}種類").format(found["module"].nunique()),
            context.text("関数では{0}個").format(found["method"].nunique()),
            context.listed(names[module] for module in found["module"].unique()),
        ),
        Headline(
            context.text("再現できないもの"),
            counted.format(len(unreproduced.table(context))),
            context.text("上の{0}件とは別").format(len(met)),
            context.text("公表されていない式や仮定、公表された計算例のない方法。理由は下の表"),
        ),
    ]


def stamp(context: Context) -> str:
    """When the numbers were compared, with what code and what data."""
    (_found, moment) = _checked(context.build, context.lang)
    return context.text("確認：{when} ／ コードの版：{code} ／ データの版：{data}").format(
        when=clock.label(moment, context.lang, with_era=context.filters.with_era),
        code=_code(context),
        data=queries.build_stamp(context.build)["content_hash"][:8],
    )


def _code(context: Context) -> str:
    """The commit that runs, whether files differ from it; where it is unknown, the one that built the data."""
    commit = checks.commit()
    if not commit:
        built = queries.build_stamp(context.build)["code_commit"]
        return context.text("不明（データベースを作った版は {0}）").format(built)
    if commit.endswith(checks.CHANGED):
        return context.text("{0}（その後の変更あり）").format(commit.removesuffix(checks.CHANGED))
    return commit


def methods(context: Context) -> dict[str, str]:
    """{code: words} of the methods to choose from, all of them first."""
    known = set(_checked(context.build, context.lang)[0]["module"])
    names = {module: words for module, words in checks.modules(context.lang).items() if module in known}
    return {ALL: context.text("すべて")} | names


def summary(context: Context) -> pd.DataFrame:
    """A row per method in words: verdict, how many results and numbers are reproduced; those with a missed one first."""
    names = checks.modules(context.lang)
    rows = []
    for name, part in _chosen(context, ALL).groupby("module", sort=False):
        met = checks.reproduced(part)
        counts = f"{met.sum()}/{len(met)}", f"{part['passed'].sum()}/{len(part)}"
        rows.append((_verdicts(context)[bool(met.all())], names[name], *counts))
    headings = (
        context.text("判定"),
        context.text("方法"),
        context.text("再現した結果"),
        context.text("許容差の内の数値"),
    )
    return pd.DataFrame(rows, columns=list(headings))


def subjects(context: Context, module: str) -> tuple[Subject, ...]:
    """The chosen method, or all of them; those with a missed result first."""
    found = _chosen(context, module)
    names = checks.modules(context.lang)
    return tuple(_subject(context, rows, name, names[name]) for name, rows in found.groupby("module", sort=False))


def whole(context: Context, module: str) -> Figure:
    """The chosen numbers as a figure without a chart, for the download."""
    found = _chosen(context, module)
    columns = {
        context.text("判定"): found["passed"].map(_verdicts(context)),
        context.text("関数"): found["method"],
        context.text("公表された結果"): found["label"],
        context.text("数値"): found["what"],
        context.text("公表値"): found["expected"],
        context.text("計算値"): found["computed"],
        context.text("差"): found["difference"],
        context.text("許容差"): found["tolerance"],
        context.text("許容差の理由"): [_reason(context, reason) for reason in found["reason"]],
        context.text("エラー"): found["error"],
        context.text("出典"): found["source"],
    }
    title, table = context.text("公表された結果との照合"), pd.DataFrame(columns)
    credits, notes = tuple(found["source"].unique()), (stamp(context),)
    return Figure(
        "checks", title, sentence(context), pa.table({}), None, table, table, credits, notes, ("published",)
    )


@caching.of_build
def _checked(build: str, lang: str) -> tuple[pd.DataFrame, datetime]:
    """The comparison and when it was made, UTC."""
    return checks.run(build, lang), clock.now()


def _chosen(context: Context, module: str) -> pd.DataFrame:
    """The rows of a method, or all, missed ones first."""
    found = _checked(context.build, context.lang)[0]
    rows = found if module == ALL else found[found["module"] == module]
    return rows.sort_values("passed", kind="stable")


def _subject(context: Context, rows: pd.DataFrame, module: str, name: str) -> Subject:
    results = [_result(context, part) for _id, part in rows.groupby("reference", sort=False)]
    return Subject(module, name, tuple(results))


def _result(context: Context, rows: pd.DataFrame) -> Result:
    first, met = rows.iloc[0], bool(rows["passed"].all())
    heading = context.text("{verdict}　{label}（数値 {count}個）").format(
        verdict=_verdicts(context)[met], label=first["label"], count=len(rows)
    )
    return Result(first["reference"], heading, _numbers(context, rows), _about(context, first), not met)


def _numbers(context: Context, rows: pd.DataFrame) -> pd.DataFrame:
    texts = pd.DataFrame([written(row) for row in rows.itertuples()])
    return pd.DataFrame(
        {
            context.text("判定"): list(rows["passed"].map(_verdicts(context))),
            context.text("数値"): list(rows["what"]),
            context.text("公表値"): texts["printed"],
            context.text("計算値"): texts["computed"],
            context.text("差"): texts["difference"],
            context.text("許容差"): texts["tolerance"],
        }
    )


def _about(context: Context, first: pd.Series) -> pd.DataFrame:
    """Whence, by what code, why this tolerance, and the error where there was one."""
    items = {
        context.text("出典"): first["source"],
        context.text("計算したコード"): f"analytics.{first['method']}",
        context.text("許容差"): _reason(context, first["reason"]),
        context.text("エラー"): first["error"],
    }
    return pd.DataFrame([item for item in items.items() if item[1]])


def _reason(context: Context, reason: str) -> str:
    return reason or context.text("公表された最後の桁の半分まで認めます。")


def _verdicts(context: Context) -> dict[bool, str]:
    return {True: context.text("○ 一致"), False: context.text("× 不一致")}
