"""Read a Word file by walking its XML; runs only in the limited child.

python-docx' own paragraphs silently leave out content controls, tracked insertions, text boxes and simple fields; the
XML has them all. Headers, footers and footnotes are read too: a letterhead often holds the clinic's number, or a citizen's.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml.etree import ErrorTypes, XMLSyntaxError, XPath, _Element

from connectors.documents.archives import MAX_MEMBERS, problem_of
from connectors.documents.document import too_much
from connectors.documents.word_text import Visible, has_changes, shows_placeholder
from gevinst.codes import Code

MAX_ELEMENTS = 200_000
MAX_INSIDE_ONE = 5000
"""Elements in one part, and directly inside one of them; reading grows by the square of the latter."""
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_PART = re.compile("word/")
_TOO_LARGE = XPath(
    f"count(descendant-or-self::*) > {MAX_ELEMENTS} or boolean(descendant-or-self::*[*[{MAX_INSIDE_ONE + 1}]])"
)
_ELSEWHERE = XPath("boolean(//*[local-name() = 'altChunk' or local-name() = 'subDoc'])")
"""Text that lies in another file, inside this one or outside; Word shows it in its place, and only Word."""
_BEFORE_BODY = ("header+xml",)
_AFTER_BODY = ("footnotes+xml", "endnotes+xml", "footer+xml")
_LINE_HEIGHT = 20.0
_APART = 1000.0
"""Between table cells and between parts of the file: what stands in one is no neighbour of what stands in another."""
_TAB = 100.0
_SIZE = 11.0
_HEADING_SIZE = 18.0
_HEADINGS = ("heading", "title", "overskrift", "titel")


def read_docx(path: str) -> dict[str, Any]:
    """The parts of `Document` a Word file gives, as JSON; `problem` names why it can't be read."""
    try:
        problem = _outside(Path(path))
        return _read(docx.Document(path)) if problem is None else {"problem": problem}
    except XMLSyntaxError as error:
        large = error.code == ErrorTypes.ERR_RESOURCE_LIMIT  # type: ignore[attr-defined] # the stubs lack it
        return {"problem": Code.LIMIT_EXCEEDED if large else Code.DOCUMENT_DAMAGED}
    except (zipfile.BadZipFile, KeyError, ValueError):
        return {"problem": Code.DOCUMENT_DAMAGED}


def _outside(path: Path) -> Code | None:
    """What can be said before any part is opened."""
    with path.open("rb") as file:
        if file.read(4) == _OLE:  # an encrypted Word file is an OLE container; so are the files of Word before 2007
            return Code.DOCUMENT_LOCKED if _ENCRYPTED in path.read_bytes() else Code.DOCUMENT_UNKNOWN
    with zipfile.ZipFile(path) as archive:
        names = {name.lower() for name in archive.namelist()}
        if len(names) <= MAX_MEMBERS and not ("[content_types].xml" in names and any(map(_WORD_PART.match, names))):
            return Code.DOCUMENT_UNKNOWN  # a workbook, an OpenDocument text, an ordinary archive
        if (problem := problem_of(archive)) is not None:
            return problem
        types = " ".join(parse_xml(archive.read("[Content_Types].xml")).xpath("//@*")).lower()
    has_macros = "vbaproject" in types or "macroenabled" in types or any("vbaproject" in name for name in names)
    return Code.DOCUMENT_MACRO if has_macros else None


def _unfit(parts: list[_Element]) -> Code | None:
    """Why a file that could be opened must not be read: what it says would not be what Word shows, or is too much."""
    if any(part.getroottree().docinfo.internalDTD is not None for part in parts):
        return Code.DOCUMENT_DAMAGED  # no Word file has one, and what its entities stand for would be missing
    if any(_TOO_LARGE(part) for part in parts):
        return Code.LIMIT_EXCEEDED
    return Code.DOCUMENT_UNKNOWN if any(_ELSEWHERE(part) for part in parts) else None


def _read(document: Word) -> dict[str, Any]:
    parts = [*_parts(document, _BEFORE_BODY), document.element.body, *_parts(document, _AFTER_BODY)]
    problem = _unfit([*parts, document.styles.element])
    if problem is not None:
        return {"problem": problem}
    visible = Visible(document.styles.element)
    segments = list(_segments(parts, visible))
    tables = [_rows(table, visible) for part in parts for table in part.iter(qn("w:tbl"))]
    if too_much([len(segments)]) or too_much(sum(map(len, table)) for table in tables):
        return {"problem": Code.LIMIT_EXCEEDED}
    text = "\n".join(visible.text(paragraph) for part in parts for paragraph in part.iter(qn("w:p")))
    controls = [pair for part in parts for pair in _controls(part, visible)]
    comments = [comment for part in _parts(document, ("comments+xml",)) for comment in part.iter(qn("w:comment"))]
    changed = bool(comments) or any(has_changes(part) for part in parts)
    empty = None if segments or any(value for _, value in controls) else Code.DOCUMENT_SCANNED
    return {
        "pages": [{"number": 1, "segments": segments, "text": text}],
        "controls": controls,
        "tables": tables,
        "flags": ["tracked changes"] if changed else [],
        "problem": Code.DOCUMENT_TRACKED_CHANGES if changed else empty,
    }


def _parts(document: Word, kinds: tuple[str, ...]) -> Iterator[_Element]:
    for part in document.part.package.iter_parts():
        if str(part.content_type).endswith(kinds):
            yield parse_xml(part.blob)


def _segments(parts: list[_Element], visible: Visible) -> Iterator[dict[str, Any]]:
    """Each paragraph a line; what stands behind a tab stands to the right."""
    y = 0.0
    cell: object = None
    for part in parts:
        y += _APART
        for paragraph in part.iter(qn("w:p")):
            inside = next(paragraph.iterancestors(qn("w:tc")), None)
            y += _APART if inside is not cell else _LINE_HEIGHT
            cell = inside
            size = _HEADING_SIZE if _style(paragraph).startswith(_HEADINGS) else _SIZE
            for number, text in enumerate(visible.text(paragraph, tab="\t").split("\t")):
                if text.strip():
                    yield {"text": " ".join(text.split()), "x": number * _TAB, "y": y, "size": size}


def _style(paragraph: _Element) -> str:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if style is None else str(style.get(qn("w:val"), "")).lower()


def _controls(part: _Element, visible: Visible) -> Iterator[tuple[str, str]]:
    """Content controls by tag (else alias): the best field binding Word has. An empty one is named with no value."""
    for control in part.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        if properties is None:
            continue
        for kind in ("w:tag", "w:alias"):
            name = properties.find(qn(kind))
            if name is not None:
                text = "" if shows_placeholder(control) else visible.text(control, whole=True)
                yield name.get(qn("w:val"), ""), " ".join(text.split())
                break


def _rows(table: _Element, visible: Visible) -> list[list[str]]:
    rows = []
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl")), table) is not table:
            continue
        cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr")), row) is row]
        rows.append([" ".join(visible.text(cell, whole=True).split()) for cell in cells])
    return rows
