"""A plan's tree on the screen: branches to open and close, leaves that lead to their page, the whole as a picture."""

from zlib import crc32

import streamlit as st

from analytics.figures.plan.tree import Branch, Item, Key
from pages._frame import links, state
from pages._parts import parts

FOLDED = ("goal", "measure")
WIDTHS = [1, 1]
DASH, UNBROKEN = "–", "–\u2060"


def draw(branches: tuple[Branch, ...], *view: object) -> None:
    """view : what was searched and opened; another view starts with its own branches open."""
    for branch in branches:
        _branch(branch, f"{crc32(repr(view).encode()):x}")


def _branch(branch: Branch, view: str) -> None:
    item = branch.item
    folds = item.key[0] in FOLDED and (branch.branches or item.notes)
    if folds:
        key = f"branch-{'-'.join(item.key)}-{view}"
        with st.expander(_label(item, found=branch.found), branch.opened, key=key):
            _notes(item)
            _below(branch, view)
    elif item.key[0] in FOLDED:
        st.container(border=True).markdown(f":small[{_label(item, found=branch.found)}]")
    elif branch.branches:
        with st.container(border=True, gap="xsmall"):
            _leaf(item, found=branch.found)
            _below(branch, view)
    else:
        _leaf(item, found=branch.found)


def _below(branch: Branch, view: str) -> None:
    for below in branch.branches:
        _branch(below, view)


def _leaf(item: Item, *, found: bool) -> None:
    """A line, with its class of progress and the way to its page beside it where it has one."""
    with st.container(gap="xxsmall"):
        if item.state:
            name, state = st.columns(WIDTHS, vertical_alignment="center", gap="small")
            name.markdown(_label(item, found=found))
            with state:
                _progress(item)
        else:
            st.markdown(_label(item, found=found))
        _notes(item)


def _progress(item: Item) -> None:
    _ = state.text()
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.markdown(parts.plain(item.state), width="content")
        links.to(_("詳しく →"), query=item.link)


def _label(item: Item, *, found: bool = False) -> str:
    """Number, name, mark, page and what is not listed in one line; what was searched for stands out."""
    name = parts.plain(item.name)
    said = [f"**{parts.plain(item.number)}**", f":yellow-background[{name}]" if found else name]
    page = item.page.replace(DASH, UNBROKEN)
    quiet = [f":gray[:small[{parts.plain(text)}]]" for text in (page, item.absence) if text]
    return "　".join(part for part in [*said, emphasised(item.mark), *quiet] if part)


def emphasised(mark: str) -> str:
    return f":primary[**{parts.plain(mark)}**]" if mark else ""


def _notes(item: Item) -> None:
    for note in item.notes:
        st.caption(parts.plain(note))


def beside(items: list[Item], found: set[Key] | None) -> None:
    """The perspectives that cut across all goals; while searching those that were found stand out."""
    _ = state.text()
    with st.container(border=True):
        st.subheader(_("重要な視点"), anchor=False)
        st.caption(_("すべての基本目標にまたがって進めるための視点です。"))
        for item in items:
            _leaf(item, found=found is not None and item.key in found)


def whole(branches: tuple[Branch, ...], perspectives: list[Item]) -> None:
    """Goals side by side with their numeric targets and measures, the perspectives under all of them."""
    _ = state.text()
    headings = {"target": _("数値目標"), "measure": _("具体的な施策")}
    for column, goal in zip(st.columns(len(branches)), branches, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{parts.plain(goal.item.number)}**  \n{parts.plain(goal.item.name)}")
            for kind, heading in headings.items():
                items = [branch.item for branch in goal.branches if branch.item.key[0] == kind]
                st.caption(heading)
                st.markdown("\n".join(f"- {_short(item)}" for item in items))
    with st.container(border=True):
        st.caption(_("重要な視点（すべての基本目標に共通）"))
        st.markdown("\n".join(f"- {_short(item)}" for item in perspectives))


def _short(item: Item) -> str:
    code = f"**{parts.plain(item.code)}**　" if item.code else ""
    return f"{code}{parts.plain(item.name)} {emphasised(item.mark)}".strip()
