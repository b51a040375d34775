"""Which documents a set has: every template, every producer and layout, and the same papers scanned; all by one seed."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType

from sandbox.golden import by_browser, by_reportlab, by_word, clinics, decisions, einvoices, invoices, moves
from sandbox.golden.scanning import Scanner, any_scanner
from sandbox.golden.sheet import Sheet

SCANNED = 0.25
"""The share of scans: a page of them takes as long as a hundred others."""
DOUBTFUL = 0.1
_FORMS = (clinics.TEMPLATE, moves.TEMPLATE)
_LONG = 70
"""A text of more letters doesn't fit into the boxes and fields of a form."""


@dataclass(frozen=True)
class Planned:
    """One document to be made.

    Attributes:
        name: The file's name without its ending.
        producer: `reportlab`, `libreoffice`, `chromium`, `word`, `form`, `flattened`, `old`, `xml` or `factur-x`.
        layout: Which of the producer's; with the construct that holds the values, for Word's.
        chance: What the layout draws its fonts and columns from.
    """

    name: str
    sheet: Sheet
    producer: str
    layout: str
    chance: random.Random
    scanner: Scanner | None = None


CONTENTS: dict[str, ModuleType] = {
    clinics.TEMPLATE: clinics,
    moves.TEMPLATE: moves,
    decisions.TEMPLATE: decisions,
    invoices.TEMPLATE: invoices,
}
"""By template: who makes up what its documents say."""


def plan(count: int, seed: int) -> Iterator[Planned]:
    """So many documents, the templates in turn."""
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # the same document, however many others there are
        template = list(CONTENTS)[number % len(CONTENTS)]
        yield one(chance, template, f"{number:04d}-{template}")


def one(chance: random.Random, template: str, name: str) -> Planned:
    """One document of a template's, by chance."""
    content = CONTENTS[template]
    is_doubtful = chance.random() < DOUBTFUL
    sheet: Sheet = content.doubtful(chance) if is_doubtful else content.sheet(chance)
    scanner = any_scanner(chance) if chance.random() < SCANNED else None
    ways = {
        producer: layouts(sheet) for producer, layouts in _LAYOUTS.items() if scanner is None or producer in _PRINTED
    }
    producers = [producer for producer, layouts in ways.items() if layouts]
    (producer,) = chance.choices(producers, weights=[_WEIGHTS[each] for each in producers])
    layout = chance.choice(ways[producer])
    match producer, layout:
        case "word", "corrected":
            sheet = by_word.of_corrected(sheet)
        case "xml", _:
            sheet = einvoices.sheet(chance, layout)
        case "factur-x", _:
            sheet = einvoices.enclosed(chance)
        case _:
            pass
    return Planned(f"{name}-{producer}-{layout}", sheet, producer, layout, chance, scanner)


_PRINTED = ("reportlab", "libreoffice", "chromium", "form")
_WEIGHTS = {
    "reportlab": 6,
    "libreoffice": 5,
    "chromium": 6,
    "word": 8,
    "form": 2,
    "flattened": 2,
    "old": 0.3,
    "xml": 3,
    "factur-x": 3,
}


def _is_long(sheet: Sheet) -> bool:
    return any(len(item.text) > _LONG for item in sheet.items)


def _on_pages(sheet: Sheet) -> list[str]:
    long = {"boxes", "side-by-side", "backwards", "wide"} if _is_long(sheet) else set()
    return [name for name in by_reportlab.LAYOUTS if name not in long]


def _in_word(sheet: Sheet) -> list[str]:
    laid_out = [f"{layout}+{value}" for layout in by_word.LAID_OUT for value in by_word.VALUES]
    minutes = ["minutes"] * 12 if sheet.template == decisions.TEMPLATE else []
    return [*laid_out, *by_word.WHOLE, *by_word.WHOLE, "corrected", "corrected", *minutes]


def _by_office(sheet: Sheet) -> list[str]:
    return [*by_word.LAID_OUT, *(["minutes"] if sheet.template == decisions.TEMPLATE else [])]


def _by_browser(sheet: Sheet) -> list[str]:
    return [*by_browser.LAYOUTS, *(["minutes"] if sheet.template == decisions.TEMPLATE else [])]


def _is_an_invoice(sheet: Sheet) -> bool:
    return sheet.template == invoices.TEMPLATE and sheet.problem is None


def _on_forms(sheet: Sheet) -> list[str]:
    is_form = all(item.tag for item in (*sheet.items, *sheet.totals) if item.field) and sheet.problem is None
    return [] if _is_long(sheet) or not is_form or sheet.template not in _FORMS else ["filled"]


_LAYOUTS: dict[str, Callable[[Sheet], list[str]]] = {
    "reportlab": _on_pages,
    "libreoffice": _by_office,
    "chromium": _by_browser,
    "word": _in_word,
    "form": _on_forms,
    "flattened": _on_forms,
    "old": lambda _: ["doc", "odt", "rtf"],
    "xml": lambda sheet: list(einvoices.STANDARDS) if _is_an_invoice(sheet) else [],
    "factur-x": lambda sheet: ["rows", "letter", "boxes"] if _is_an_invoice(sheet) else [],
}
