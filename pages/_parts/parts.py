"""What every page is made of: its head, headline numbers, cards with their table and downloads."""

import re

import pandas as pd
import streamlit as st

from analytics.charts import base
from analytics.city import scope
from analytics.database import queries
from analytics.export import csv as csv_export
from analytics.export import glyphs, worker
from analytics.figures import Figure, Headline, footer_line, source_line
from analytics.words import language
from pages._frame import state
from pages._parts import gathered, own

WIDE, LONG, TALL, TABLES = 300, 24, 450, "tables"
MARKDOWN = re.compile(r"([\\`*_\[\]<>|~$&]|:(?!\d))")
BLOCK = re.compile(r"^[ \t]*(\d{0,9})([-+=#.)])(?=[-+=#\s]|$)|^[ \t]+", re.MULTILINE)
FOUND = re.compile(
    r"(?=https?://|www\.)|(?<=[\w.+-])(?=@[\w-])|(?<=:)(?!\d\d:)(?=[\w+-][\w+/-]*:)", re.ASCII | re.IGNORECASE
)
ACTIVE, JOINER = frozenset("\\`*_[]<>|~$:&@-+=#.) \t"), "\u2060"


def plain(text: str) -> str:
    """Text from outside with everything Markdown would act on made literal.

    Addresses, mail and icons are looked for in what has already been read, where no escape is left: an unseen joiner
    hides them, which a browser drops from an address that is copied.
    """
    if ACTIVE.isdisjoint(text):
        return text
    literal = MARKDOWN.sub(r"\\\1", FOUND.sub(JOINER, text))
    return BLOCK.sub(lambda found: f"{found[1]}\\{found[2]}" if found[2] else "", literal)


def product(build: str) -> str:
    """The dashboard's name, with its city's."""
    _ = state.text()
    city = queries.place_names(build, st.session_state["lang"])[scope.home(build)]
    return _("{city} 人口戦略ダッシュボード").format(city=city)


def head(question: str, answer: str) -> None:
    """The page's question, and its answer in one sentence."""
    gathered.ask(question)
    st.title(plain(question), anchor=False)
    st.markdown(f"**{plain(answer.strip())}**")


def headline_row(numbers: list[Headline]) -> None:
    """Side by side on a wide screen, one under the other on a phone."""
    if not numbers:
        return
    for column, number in zip(st.columns(len(numbers)), numbers, strict=True):
        with column, st.container(border=True, gap="xxsmall", height="stretch"):
            said = [plain(text) for text in (number.label, number.value, number.comparison)]
            st.metric(*said, delta_color="off", delta_arrow="off")
            st.caption(plain(number.detail))


def without_plan() -> str:
    """What stands where a page needs a plan and there is none."""
    _ = state.text()
    return _(
        "このページは総合戦略の内容を示しますが、まだ登録されていません。data/strategy/ の下に計画のフォルダーを置き、`python -m data.build --seal` を実行すると表示されます。"
    )


def is_tall(figure: Figure) -> bool:
    """Whether the chart is a long list that paper has to give more room."""
    return figure.spec is not None and base.has_rows(figure.spec) and figure.spec["height"] > TALL


def low(figure: Figure, height: int) -> Figure:
    """The figure with its chart at most so high; charts whose rows need their height keep it."""
    if figure.spec is None or base.has_rows(figure.spec):
        return figure
    return figure._replace(spec={**figure.spec, "height": min(height, figure.spec["height"])})


@st.fragment
def card(figure: Figure) -> None:
    """Heading, sentence, chart with its alt, source line, notes, and the table twin with its downloads.

    The twin is sent when it is opened: closed tables would be most of what a filter change has to carry.
    """
    lang = st.session_state["lang"]
    gathered.add(figure)
    with st.container(border=True, key=f"{'tall' if is_tall(figure) else 'card'}-{figure.key}"):
        st.subheader(plain(figure.title), anchor=False)
        if figure.spec is None:
            st.info(plain(figure.message).replace("\n", "  \n"))
            return
        st.markdown(plain(figure.message).replace("\n", "  \n"))
        st.vega_lite_chart(figure.data, figure.spec, theme=None, alt=figure.message, width="stretch")
        st.caption(
            "\n\n".join(
                plain(text) for text in (source_line(figure, lang), language.sentences(figure.notes, lang)) if text
            )
        )
        _twin(figure)


def _twin(figure: Figure) -> None:
    """Closed at first, and open at first where the address asks for open tables."""
    _ = state.text()
    opened = st.session_state.get(TABLES, False)
    key = f"{'open' if opened else 'twin'}-{figure.key}"
    twin = st.expander(_("表とダウンロード"), expanded=opened, key=key, on_change="rerun")
    if twin.open:
        with twin:
            table(figure.table, figure.title)
            downloads(figure)
            own.offer(figure)


def pairs(figures: list[Figure]) -> None:
    """Cards two to a row; the odd one and those with nothing to draw, which come last, as wide as the page."""
    drawn = [figure for figure in figures if figure.spec]
    lined = [drawn[start : start + 2] for start in range(0, len(drawn), 2)]
    for row in [*lined, *([figure] for figure in figures if not figure.spec)]:
        for column, figure in zip(st.columns(len(row)), row, strict=True):
            with column:
                card(figure)


def table(frame: pd.DataFrame, alt: str) -> None:
    """A plain table that a screen reader can walk; its text is shown as it is."""
    literal = {plain(name): [plain_cell(cell) for cell in frame[name]] for name in frame.columns}
    st.table(literal, alt=alt, hide_index=True, hide_header=False)


def rows(frame: pd.DataFrame, ids: list[str], key: str, alt: str) -> None:
    """A table whose rows can be chosen; the id of the chosen row goes to the control of that key."""
    widget = f"{key}-rows"

    def choose() -> None:
        for position in st.session_state[widget]["selection"]["rows"][:1]:
            st.session_state[key] = ids[position]

    widths = {
        name: st.column_config.Column(width=WIDE) for name in frame.columns if frame[name].map(len).max() > LONG
    }
    st.dataframe(
        frame,
        hide_index=True,
        on_select=choose,
        selection_mode="single-row",
        key=widget,
        height="content",
        column_config=widths,
        alt=alt,
    )
    if st.session_state.get(TABLES, False):
        with st.container(key=f"open-{widget}"):
            table(frame, alt)


def items(frame: pd.DataFrame) -> None:
    """Two columns, name and content, as lines that wrap on a phone."""
    lines = [f"**{plain(name)}**　{plain(content)}" for name, content in frame.itertuples(index=False)]
    st.markdown("  \n".join(lines))


def plain_cell(value: object) -> object:
    return plain(value) if isinstance(value, str) else value


def downloads(figure: Figure) -> None:
    _ = state.text()
    lang = st.session_state["lang"]
    stamp, line = snapshot(), footer_line(figure, lang)
    for problem in glyphs.told({"": glyphs.of(figure)}, lang):
        st.warning(plain(problem))
    with st.container(horizontal=True):
        csv(figure)
        st.download_button(
            _("PNG をダウンロード"),
            lambda: worker.run("png.write", figure, line, stamp),
            f"{figure.key}.png",
            "image/png",
            key=f"png-{figure.key}",
            on_click="ignore",
        )
        st.download_button(
            _("SVG をダウンロード"),
            lambda: worker.run("png.write_svg", figure, line, stamp),
            f"{figure.key}.svg",
            "image/svg+xml",
            key=f"svg-{figure.key}",
            on_click="ignore",
        )


def csv(figure: Figure) -> None:
    _ = state.text()
    stamp, line = snapshot(), footer_line(figure, st.session_state["lang"])
    st.download_button(
        _("CSV をダウンロード"),
        lambda: csv_export.write(figure, line, stamp),
        f"{figure.key}.csv",
        "text/csv",
        key=f"csv-{figure.key}",
        on_click="ignore",
    )


def workbook(version: str, fiscal_year: int) -> None:
    """The verification sheet as an Excel file, made when it is asked for."""
    _ = state.text()
    build, filters, stamp = state.build(), state.filters(), snapshot()
    st.download_button(
        _("効果検証シート（Excel）をダウンロード"),
        lambda: worker.run("workbook.xlsx.verification", build, filters, version, fiscal_year, stamp),
        f"verification-{filters.plan}-{version}-{fiscal_year}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="xlsx",
        on_click="ignore",
    )


def snapshot() -> str:
    """What identifies the data behind a picture: the build's content hash."""
    return queries.build_stamp(state.build())["content_hash"]


def refusals() -> None:
    """One sentence when something in the address could not be used."""
    _ = state.text()
    if names := state.refused():
        listed = language.listed([f"`{name}`" for name in names], st.session_state["lang"])
        st.warning(_("アドレスの {0} の値は使えないため、既定の値で表示しています。").format(listed))
