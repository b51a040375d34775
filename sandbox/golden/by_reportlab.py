"""PDFs drawn by reportlab, as invoicing programs draw them: each text at its place, in whatever order suits the program."""

import io
import random
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from sandbox.golden.sheet import NOTE, Item, Sheet, Table

_WIDE, _HIGH = A4
_LEFT, _RIGHT, _TOP = 56, 540, 760


class Pen(NamedTuple):
    """What a layout draws with: the canvas, its font and its size."""

    canvas: Canvas
    font: str
    size: float

    def text(self, x: float, y: float, text: str, *, bold: bool = False, size: float = 0) -> None:
        """One line."""
        self.canvas.setFont(_bold(self.font) if bold else self.font, size or self.size)
        self.canvas.drawString(x, y, text)

    def right(self, x: float, y: float, text: str) -> None:
        """One line that ends there."""
        self.canvas.setFont(self.font, self.size)
        self.canvas.drawRightString(x, y, text)

    def wrapped(self, x: float, y: float, text: str, width: float) -> float:
        """A text in as many lines as it takes; returns where the last one stands."""
        for number, line in enumerate(simpleSplit(text, self.font, self.size, width)):
            y -= 1.2 * self.size if number else 0
            self.text(x, y, line)
        return y


def _bold(font: str) -> str:
    return "Times-Bold" if font == "Times-Roman" else f"{font}-Bold"


def _pen(chance: random.Random, *, turned: bool = False) -> tuple[Pen, io.BytesIO]:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=landscape(A4) if turned else A4, invariant=True)
    font = chance.choice(("Helvetica", "Helvetica", "Times-Roman", "Courier"))
    return Pen(canvas, font, chance.choice((9.0, 10.0, 11.0))), out


def _page(pen: Pen, sheet: Sheet, *, top: float = _TOP) -> None:
    """Title and foot, and the letterhead's lines to the right as many have them."""
    pen.text(_LEFT, top, sheet.title, bold=True, size=18)
    for number, line in enumerate((*sheet.foot, NOTE)):
        pen.text(_LEFT, 40 - 10 * number, line, size=7)


def _finished(pen: Pen, out: io.BytesIO, sheet: Sheet, y: float) -> bytes:
    """The table, its totals and the last words, from there downwards."""
    if sheet.table is not None:
        y = _table(pen, sheet.table, y - 20)
    for item in sheet.totals:
        pen.text(330, y - 18, item.label, bold=True)
        pen.right(_RIGHT, y - 18, item.text)
        y -= 18
    for line in sheet.words:
        pen.text(_LEFT, y - 24, line)
        y -= 16
    pen.canvas.save()
    return out.getvalue()


def _table(pen: Pen, table: Table, y: float) -> float:
    """Headings, a line below them, and rows; numbers stand to the right."""
    step = (_RIGHT - _LEFT - 180) / max(1, len(table.headings) - 1)
    edges = [_LEFT, *(_LEFT + 180 + step * (number + 1) for number in range(len(table.headings) - 1))]
    for number, row in enumerate((table.headings, *table.rows)):
        low = y
        for column, text in enumerate(row):
            if column in table.numeric:
                pen.right(edges[column], y, text)
            else:
                x = edges[column] if column == 0 else edges[column] - step + 10
                low = min(low, pen.wrapped(x, y, text, 175 if column == 0 else step - 14))
        if number == 0:
            pen.canvas.line(_LEFT, y - 4, _RIGHT, y - 4)
        y = low - 1.6 * pen.size
    return y


def rows(sheet: Sheet, chance: random.Random) -> bytes:
    """Labels in one column, values in the next."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    for number, line in enumerate(sheet.head):
        pen.text(400, 800 - 11 * number, line, size=8)
    return _finished(pen, out, sheet, _in_rows(pen, chance, sheet.items, 720))


def _in_rows(pen: Pen, chance: random.Random, items: Iterable[Item], y: float) -> float:
    colon, x, step = chance.choice((":", "", " :")), chance.choice((210, 230, 280)), chance.choice((1.5, 1.8, 2.2))
    bold = chance.random() < 0.5
    for item in items:
        pen.text(_LEFT, y, f"{item.label}{colon}", bold=bold)
        y = pen.wrapped(x, y, item.text, _RIGHT - x) - step * pen.size
    return y


def boxes(sheet: Sheet, chance: random.Random) -> bytes:
    """Small labels above their values, in boxes of one or two columns."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    columns, high = chance.choice((1, 2)), 52
    wide = (_RIGHT - _LEFT) / columns
    for number, item in enumerate(sheet.items):
        x, y = _LEFT + number % columns * wide, 715 - number // columns * high
        if columns == 1 or chance.random() < 0.8:
            pen.canvas.rect(x - 4, y - 32, wide - 8, high - 6)
        pen.text(x, y, item.label, size=7)
        pen.wrapped(x, y - 13, item.text, wide - 16)
    return _finished(pen, out, sheet, 715 - (len(sheet.items) + columns - 1) // columns * high)


def dotted(sheet: Sheet, chance: random.Random) -> bytes:
    """A label and dots up to its value, or a colon and the value at once."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    between, y = chance.choice((" ........ ", ": ", " : ", " .......... ")), 720.0
    for item in sheet.items:
        y = pen.wrapped(_LEFT, y, f"{item.label}{between}{item.text}", _RIGHT - _LEFT) - 1.7 * pen.size
    return _finished(pen, out, sheet, y)


def letter(sheet: Sheet, chance: random.Random) -> bytes:
    """A letter: the sender in a narrow column to the right, the matter to the left."""
    pen, out = _pen(chance)
    _page(pen, sheet, top=640)
    for number, line in enumerate(sheet.head):
        pen.text(400, 780 - 12 * number, line, size=9)
    pen.text(_LEFT, 700, "Prøveby Kommune")
    y = 600.0
    for item in sheet.items:
        pen.text(_LEFT, y, f"{item.label}:")
        y = pen.wrapped(220, y, item.text, 320) - 1.6 * pen.size
    return _finished(pen, out, sheet, y)


def side_by_side(sheet: Sheet, chance: random.Random) -> bytes:
    """Two columns of labels and values beside each other."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    colon, half = chance.choice((":", "")), (len(sheet.items) + 1) // 2
    lowest = 720.0
    for column, items in enumerate((sheet.items[:half], sheet.items[half:])):
        left, y = (_LEFT, 306)[column], 720.0
        for item in items:
            low = pen.wrapped(left, y, f"{item.label}{colon}", 105)
            y = min(low, pen.wrapped(left + 112, y, item.text, 130)) - 1.9 * pen.size
        lowest = min(lowest, y)
    return _finished(pen, out, sheet, lowest)


def two_pages(sheet: Sheet, chance: random.Random) -> bytes:
    """The last three items on a second page."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    _in_rows(pen, chance, sheet.items[:-3], 720)
    pen.text(500, 30, "Side 1 af 2", size=7)
    pen.canvas.showPage()
    pen.text(500, 30, "Side 2 af 2", size=7)
    return _finished(pen, out, sheet, _in_rows(pen, chance, sheet.items[-3:], 760))


def backwards(sheet: Sheet, chance: random.Random) -> bytes:
    """All values first and all labels after, as some programs draw: the file's order says nothing."""
    pen, out = _pen(chance)
    _page(pen, sheet)
    places = [720 - 2.2 * pen.size * number for number, _ in enumerate(sheet.items)]
    for item, y in zip(sheet.items, places, strict=True):
        pen.text(230, y, item.text)
    for item, y in zip(reversed(sheet.items), reversed(places), strict=True):
        pen.text(_LEFT, y, f"{item.label}:")
    return _finished(pen, out, sheet, places[-1] - 20)


def wide(sheet: Sheet, chance: random.Random) -> bytes:
    """A page in landscape."""
    pen, out = _pen(chance, turned=True)
    _page(pen, sheet, top=540)
    return _finished(pen, out, sheet, _in_rows(pen, chance, sheet.items, 505))


LAYOUTS: dict[str, Callable[[Sheet, random.Random], bytes]] = {
    "rows": rows,
    "boxes": boxes,
    "dotted": dotted,
    "letter": letter,
    "side-by-side": side_by_side,
    "two-pages": two_pages,
    "backwards": backwards,
    "wide": wide,
}
