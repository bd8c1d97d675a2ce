"""The sources and the vocabulary as tables."""

import pandas as pd

from analytics import caching
from analytics.database import queries
from analytics.words import language, terms


@caching.of_choice
def sources(build: str, lang: str) -> pd.DataFrame:
    """A row per source, index source_id, in words: title, producer, reference date, rows, licence."""
    _ = language.gettext(lang)
    frame = queries.sources(build).set_index("source_id")
    own = "" if lang == "ja" else "_en"
    return pd.DataFrame(
        {
            _("資料名"): frame[f"title{own}"],
            _("作成機関"): frame[f"producer{own}"],
            _("時点"): frame[f"reference_date{own}"],
            _("行数"): [terms.number(count, ",.0f") for count in frame["figures"]],
            _("利用条件"): frame[f"licence{own}"],
        }
    )


@caching.of_choice
def passport(build: str, lang: str, source_id: str) -> pd.DataFrame:
    """Everything known of one source, a row per item."""
    _ = language.gettext(lang)
    row = queries.sources(build).set_index("source_id").loc[source_id]
    own = "" if lang == "ja" else "_en"
    items = {
        _("資料名"): row[f"title{own}"],
        _("作成機関"): row[f"producer{own}"],
        _("時点"): row[f"reference_date{own}"],
        _("使われている表"): row[f"tables_{lang}"],
        _("行数"): terms.number(row["figures"], ",.0f"),
        _("利用条件"): row[f"licence{own}"],
        _("出典表示"): row[f"credit{own}"],
        _("読み取った時期"): row[f"accessed{own}"],
        _("読み取った場所"): row[f"reference{own}"],
    }
    return pd.DataFrame({_("項目"): list(items), _("内容"): list(items.values())})


def sentence(sources: pd.DataFrame, lang: str) -> str:
    _ = language.gettext(lang)
    return _("{0}の出典から読み取った値を使い、見本の値（架空）には必ず印を付けています。").format(len(sources))


def glossary(lang: str) -> pd.DataFrame:
    """A row per concept: its word in both languages, and what it is in plain Japanese."""
    _ = language.gettext(lang)
    return pd.DataFrame(terms.concepts()).set_axis([_("ことば"), _("英語"), _("やさしい日本語")], axis=1)


def vocabulary(lang: str) -> pd.DataFrame:
    """A row per measure: words, unit, definition."""
    _ = language.gettext(lang)
    rows = [(term.name, term.unit, term.definition) for term in terms.measures(lang)]
    return pd.DataFrame(rows, columns=[_("用語"), _("単位"), _("定義")])
