"""The sources and the vocabulary as tables."""

from functools import lru_cache

import pandas as pd

from analytics import language, queries, terms


@lru_cache(maxsize=8)
def sources(build: str, lang: str) -> pd.DataFrame:
    """A row per source, in words: title, producer, reference date, licence, what it feeds, rows, where it was read."""
    _ = language.gettext(lang)
    frame = queries.sources(build)
    own = "" if lang == "ja" else "_en"
    return pd.DataFrame(
        {
            _("資料名"): frame[f"title{own}"],
            _("作成機関"): frame[f"producer{own}"],
            _("時点"): frame["reference_date"],
            _("行数"): [terms.number(count, ",.0f") for count in frame["figures"]],
            _("使われている表"): frame["tables"].str.replace(" ", ", "),
            _("利用条件"): frame[f"licence{own}"],
            _("出典表示"): frame[f"credit{own}"],
            _("参照"): frame["accessed"],
            _("読み取った場所"): frame["reference"],
        }
    )


def sentence(sources: pd.DataFrame, lang: str) -> str:
    _ = language.gettext(lang)
    return _("{0}の出典から読み取った値を使い、合成したデモ値には必ず印を付けています。").format(len(sources))


def vocabulary(lang: str) -> pd.DataFrame:
    """A row per measure: words, unit, definition."""
    _ = language.gettext(lang)
    rows = [(term.name, term.unit, term.definition) for term in terms.measures(lang)]
    return pd.DataFrame(rows, columns=[_("用語"), _("単位"), _("定義")])
