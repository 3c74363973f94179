"""Results as HTML for notebooks; all that users name is escaped."""

from collections.abc import Iterable, Sequence
from html import escape

STYLE = "text-align:left;vertical-align:top;padding:.1em .8em .1em 0"
RIGHT = "text-align:right;padding:.1em .8em .1em 0"


def show_heading(text: str) -> str:
    """Give a heading."""
    return f"<p><strong>{escape(text)}</strong></p>"


def show_line(text: str, *, faint: bool = False) -> str:
    """Give a paragraph."""
    style = ' style="opacity:.7;font-size:90%"' if faint else ""
    return f"<p{style}>{escape(text)}</p>"


def show_table(headings: Sequence[str], rows: Iterable[Sequence[str]], n_left: int = 1) -> str:
    """Give a table whose first columns are words, and the others numbers."""
    styles = [STYLE] * n_left + [RIGHT] * (len(headings) - n_left)
    head = _show_row("th", headings, styles)
    body = "".join(_show_row("td", row, styles) for row in rows)
    return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


def wrap(*parts: str) -> str:
    """Give several parts as one."""
    return f"<div>{''.join(parts)}</div>"


def _show_row(tag: str, cells: Sequence[str], styles: Sequence[str]) -> str:
    shown = zip(cells, styles, strict=True)
    return (
        "<tr>" + "".join(f'<{tag} style="{style}">{escape(cell)}</{tag}>' for cell, style in shown) + "</tr>"
    )
