"""`python -m sandbox.golden.shipped`: make anew the few golden files that lie beside each template in the repository.

`gevinst templates check` reads them wherever the project is installed; `make golden` makes hundreds more of the kind.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path

from connectors.documents.templates_command import GOLDEN
from sandbox.golden import by_word, clinics, decisions, einvoices, invoices, moves
from sandbox.golden.browser import browser_executable
from sandbox.golden.generate import made
from sandbox.golden.plan import CONTENTS, Planned
from sandbox.golden.scanning import Scanner
from sandbox.golden.sheet import Sheet

MOST_BYTES = 120_000
_SCANNED = Scanner(dpi=200, angle=0.9, noise=4, blur=0.4, quality=50)
_LEANING = Scanner(dpi=200, angle=-1.1, noise=5, blur=0.4, quality=50, contrast=0.8)
_WAYS: dict[str, tuple[tuple[str, str, Scanner | None], ...]] = {
    clinics.TEMPLATE: (
        ("reportlab", "rows", None),
        ("reportlab", "boxes", None),
        ("libreoffice", "table", None),
        ("chromium", "list", None),
        ("word", "control-blocks", None),
        ("word", "nested-table", None),
        ("form", "filled", None),
        ("reportlab", "letter", _SCANNED),
        ("libreoffice", "tabs", _LEANING),
    ),
    moves.TEMPLATE: (
        ("form", "filled", None),
        ("flattened", "filled", None),
        ("word", "control-cells", None),
        ("word", "lines+simple-field", None),
        ("reportlab", "letter", None),
        ("libreoffice", "boxes", None),
        ("chromium", "side-by-side", None),
        ("form", "filled", _SCANNED),
        ("chromium", "table", _LEANING),
    ),
    decisions.TEMPLATE: (
        ("word", "minutes", None),
        ("word", "control-blocks", None),
        ("word", "text-box", None),
        ("word", "head-and-foot", None),
        ("word", "corrected", None),
        ("libreoffice", "minutes", None),
        ("chromium", "minutes", None),
        ("reportlab", "rows", None),
        ("libreoffice", "table", _SCANNED),
    ),
    invoices.TEMPLATE: (
        ("xml", "oioubl", None),
        ("xml", "peppol", None),
        ("factur-x", "rows", None),
        ("reportlab", "letter", None),
        ("libreoffice", "tabs", None),
        ("chromium", "table", None),
        ("word", "table+plain", None),
        ("reportlab", "rows", _SCANNED),
    ),
}
"""Every producer, and the constructs that other readers lose."""


def main() -> None:
    """Write the files and what must be read of each."""
    planned = list(_planned())
    for document, (suffix, content) in zip(planned, made(planned, browser_executable()), strict=True):
        folder = GOLDEN / document.sheet.template
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{document.name}{suffix}"
        if len(content) > MOST_BYTES:
            message = f"{path.name} has {len(content)} bytes"
            raise ValueError(message)
        path.write_bytes(content)
        truth = json.dumps(_truth(document.sheet), ensure_ascii=False, indent=1)
        Path(f"{path}.json").write_text(f"{truth}\n", encoding="utf-8")


def _planned() -> Iterator[Planned]:
    for template, ways in _WAYS.items():
        for number, (producer, layout, scanner) in enumerate(ways):
            chance = random.Random(f"{template} {number}")
            sheet = _sheet(chance, template, producer, layout)
            name = "-".join(filter(None, (producer, layout.replace("+", "-"), scanner and "scanned")))
            yield Planned(name, sheet, producer, layout, chance, scanner)


def _sheet(chance: random.Random, template: str, producer: str, layout: str) -> Sheet:
    match producer, layout:
        case "xml", _:
            return einvoices.sheet(chance, layout)
        case "factur-x", _:
            return einvoices.enclosed(chance)
        case _, "corrected":
            return by_word.of_corrected(CONTENTS[template].sheet(chance))
        case _:
            sheet: Sheet = CONTENTS[template].sheet(chance)
            return sheet


def _truth(sheet: Sheet) -> dict[str, object]:
    if sheet.problem is not None:
        return {"problem": sheet.problem}
    truth: dict[str, object] = {"kind": sheet.kind, "fields": sheet.fields}
    return truth | ({"lines": list(sheet.lines)} if sheet.lines else {})


if __name__ == "__main__":
    main()
