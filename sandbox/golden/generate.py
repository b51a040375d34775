"""Write a set of documents with the truth beside them; LibreOffice and the browser are started once each."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from sandbox.golden import by_browser, by_office, by_reportlab, by_word, minutes, pdf_forms
from sandbox.golden.enclosing import enclose
from sandbox.golden.plan import Planned
from sandbox.golden.scanning import scan

TRUTH = "truth.json"
_OLD = ("doc", "odt", "rtf")

Say = Callable[[str], None]


def generate(
    planned: Iterable[Planned], into: Path, *, browser: str, say: Say = lambda _: None
) -> list[dict[str, Any]]:
    """Write every file and `truth.json`; returns the truth, an entry a file.

    Args:
        planned: The documents.
        into: A folder; made when it isn't there.
        browser: A Chromium binary, for the documents that a browser prints.
        say: Told how far it is.
    """
    into.mkdir(parents=True, exist_ok=True)
    documents = list(planned)
    truth = []
    for document, (suffix, content) in zip(documents, made(documents, browser, say), strict=True):
        name = f"{document.name}{suffix}"
        (into / name).write_bytes(content)
        truth.append(_entry(name, document))
    (into / TRUTH).write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
    return truth


def _entry(name: str, document: Planned) -> dict[str, Any]:
    sheet = document.sheet
    return {
        "file": name,
        "template": sheet.template,
        "kind": sheet.kind,
        "producer": document.producer,
        "scanned": document.scanner is not None,
        "problem": sheet.problem,
        "fields": sheet.fields,
        "lines": list(sheet.lines),
    }


def made(documents: list[Planned], browser: str, say: Say = lambda _: None) -> list[tuple[str, bytes]]:
    """Ending and content of each, in order; each slow producer is started once."""
    made: dict[int, bytes] = {}
    by_producer: dict[str, list[int]] = {}
    for number, document in enumerate(documents):
        key = document.layout if document.producer == "old" else document.producer
        by_producer.setdefault(key, []).append(number)
    for key, numbers in by_producer.items():
        say(f"{len(numbers)} by {key}")
        those = [documents[number] for number in numbers]
        if key == "chromium":
            contents = by_browser.print_all([_html(each) for each in those], browser)
        elif key in ("libreoffice", *_OLD):
            contents = by_office.convert_all([_word(each) for each in those], "pdf" if key == "libreoffice" else key)
        else:
            contents = [_drawn(each) for each in those]
        made |= dict(zip(numbers, contents, strict=True))
    say(f"{sum(document.scanner is not None for document in documents)} of them scanned")
    return [(_suffix(document), _scanned(document, made[number])) for number, document in enumerate(documents)]


def _suffix(document: Planned) -> str:
    if document.producer == "old":
        return f".{document.layout}"
    return {"word": ".docx", "xml": ".xml"}.get(document.producer, ".pdf")


def _scanned(document: Planned, content: bytes) -> bytes:
    return content if document.scanner is None else scan(content, document.chance, document.scanner)


def _drawn(document: Planned) -> bytes:
    match document.producer:
        case "form":
            return pdf_forms.filled(document.sheet, document.chance)
        case "flattened":
            return pdf_forms.flattened(document.sheet, document.chance)
        case "word":
            return _word(document)
        case "xml":
            return document.sheet.xml
        case "factur-x":
            return enclose(by_reportlab.LAYOUTS[document.layout](document.sheet, document.chance), document.sheet.xml)
        case _:
            return by_reportlab.LAYOUTS[document.layout](document.sheet, document.chance)


def _html(document: Planned) -> str:
    if document.layout == "minutes":
        return minutes.on_the_web(document.sheet, document.chance)
    return by_browser.LAYOUTS[document.layout](document.sheet, document.chance)


def _word(document: Planned) -> bytes:
    sheet, chance = document.sheet, document.chance
    layout, _, value = document.layout.partition("+")
    match layout:
        case "minutes":
            return minutes.in_word(sheet, chance)
        case "corrected":
            return by_word.corrected(sheet, chance)
        case _ if layout in by_word.WHOLE:
            return by_word.WHOLE[layout](sheet, chance)
        case _ if layout in by_word.LAID_OUT:
            return by_word.LAID_OUT[layout](sheet, chance, by_word.VALUES[value or "plain"])
        case _:  # an old format
            return by_word.table(sheet, chance)
