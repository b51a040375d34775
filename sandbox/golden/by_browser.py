"""PDFs that a browser prints: what web systems and self-service pages give, each word placed by its own rules."""

import random
from collections.abc import Callable, Iterable, Iterator
from html import escape

from sandbox.golden.sheet import NOTE, Item, Sheet, Table
from sandbox.post.stilled import still_pdf

_FONTS = ("Liberation Sans", "Liberation Serif", "DejaVu Sans")


def table(sheet: Sheet, chance: random.Random) -> str:
    """Labels and values in a table."""
    colon, where = chance.choice((":", "")), chance.choice(("top", "middle"))
    rows = "".join(f"<tr><th>{escape(item.label)}{colon}</th><td>{escape(item.text)}</td></tr>" for item in sheet.items)
    style = f"th{{text-align:left;width:14em}}td,th{{padding:3px 8px;vertical-align:{where}}}"
    return _page(sheet, chance, style, f"<table>{rows}</table>")


def boxes(sheet: Sheet, chance: random.Random) -> str:
    """A form on the web, printed: small labels above their values, in two columns."""
    fields = "".join(
        f"<div><label>{escape(item.label)}</label><p>{escape(item.text)}</p></div>" for item in sheet.items
    )
    style = (
        "section{display:grid;grid-template-columns:1fr 1fr;gap:10px}label{font-size:70%;color:#444}"
        "section div{border:1px solid #999;padding:4px}section p{margin:2px 0}"
    )
    return _page(sheet, chance, style, f"<section>{fields}</section>")


def listed(sheet: Sheet, chance: random.Random) -> str:
    """A list of terms: bold labels and values behind them on the same line, or values on a line of their own."""
    below = chance.random() < 0.4
    style = (
        "dt{font-weight:bold;margin-top:6px}dd{margin:0}"
        if below
        else "dt{float:left;clear:left;width:15em}dd{margin-left:15em}"
    )
    colon = "" if below else ":"
    pairs = "".join(f"<dt>{escape(item.label)}{colon}</dt><dd>{escape(item.text)}</dd>" for item in sheet.items)
    return _page(sheet, chance, style, f"<dl>{pairs}</dl>")


def sentences(sheet: Sheet, chance: random.Random) -> str:
    """A paragraph for each: the label, a colon and the value."""
    bold = chance.choice(("b", "span", "strong"))
    pairs = "".join(f"<p><{bold}>{escape(item.label)}:</{bold}> {escape(item.text)}</p>" for item in sheet.items)
    return _page(sheet, chance, "p{margin:4px 0}", pairs)


def side_by_side(sheet: Sheet, chance: random.Random) -> str:
    """Two tables beside each other: whom it is about, and what."""
    half = (len(sheet.items) + 1) // 2
    tables = "".join(
        f"<table>{''.join(_row(item) for item in items)}</table>" for items in (sheet.items[:half], sheet.items[half:])
    )
    style = "section{display:flex;justify-content:space-between}table{width:48%}td{vertical-align:top;width:50%}"
    return _page(sheet, chance, style, f"<section>{tables}</section>")


LAYOUTS: dict[str, Callable[[Sheet, random.Random], str]] = {
    "table": table,
    "boxes": boxes,
    "list": listed,
    "sentences": sentences,
    "side-by-side": side_by_side,
}


def print_all(pages: Iterable[str], executable: str) -> list[bytes]:
    """PDFs of pages, by one browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable)
        page = browser.new_page()
        printed = [_print(page, html) for html in pages]
        browser.close()
    return printed


def _print(page: object, html: str) -> bytes:
    page.set_content(html)  # type: ignore[attr-defined]  # Playwright's page
    return still_pdf(page.pdf(format="A4"))  # type: ignore[attr-defined]


def _row(item: Item) -> str:
    return f"<tr><td>{escape(item.label)}</td><td>{escape(item.text)}</td></tr>"


def _page(sheet: Sheet, chance: random.Random, style: str, inner: str) -> str:
    common = f"body{{font:{chance.choice((10, 11, 12))}pt '{chance.choice(_FONTS)}';margin:1cm}}h1{{font-size:170%}}"
    head = "".join(f"<div style='text-align:right'>{escape(line)}</div>" for line in sheet.head)
    words = "".join(f"<p>{escape(line)}</p>" for line in sheet.words)
    foot = "".join(f"<small>{escape(line)}</small><br>" for line in (*sheet.foot, NOTE))
    body = f"{head}<h1>{escape(sheet.title)}</h1>{inner}{''.join(_priced(sheet))}{words}{foot}"
    return f"<html lang=da><meta charset=utf-8><style>{common}{style}{_PRICED}</style><body>{body}</body></html>"


_PRICED = (
    ".linjer{border-collapse:collapse;margin-top:1em;width:100%}.linjer td,.linjer th{padding:3px 6px}"
    ".tal{text-align:right}"
)


def _priced(sheet: Sheet) -> Iterator[str]:
    """The table of what was done or bought, its totals as its last rows."""
    if sheet.table is None:
        yield "".join(f"<p>{escape(item.label)}: {escape(item.text)}</p>" for item in sheet.totals)
        return
    wide = len(sheet.table.headings)
    rows = _cells("th", sheet.table.headings, sheet.table) + "".join(
        _cells("td", row, sheet.table) for row in sheet.table.rows
    )
    totals = "".join(
        f"<tr><td colspan={wide - 1}><b>{escape(item.label)}</b></td><td class=tal>{escape(item.text)}</td></tr>"
        for item in sheet.totals
    )
    yield f"<table class=linjer>{rows}{totals}</table>"


def _cells(tag: str, texts: Iterable[str], table: Table) -> str:
    cells = "".join(
        f"<{tag} style='text-align:{'right' if column in table.numeric else 'left'}'>{escape(text)}</{tag}>"
        for column, text in enumerate(texts)
    )
    return f"<tr>{cells}</tr>"
