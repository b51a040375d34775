"""Read a Word file by walking its XML; runs only in the limited child.

python-docx' own paragraphs silently leave out content controls, tracked insertions, text boxes and simple fields; the
XML has them all. Hidden text, deleted text and the placeholder of an empty control are left out here.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml.etree import _Element

from gevinst.codes import Code

MAX_UNPACKED = 200 << 20
MAX_MEMBERS = 2000
_LINE_HEIGHT = 14.0
_OLE = b"\xd0\xcf\x11\xe0"


def read_docx(path: str) -> dict[str, Any]:
    """The parts of `Document` a Word file gives, as JSON; `problem` names why it can't be read."""
    with Path(path).open("rb") as file:
        if file.read(4) == _OLE:  # an encrypted Word file is an OLE container
            return {"problem": Code.DOCUMENT_LOCKED}
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                return {"problem": Code.LIMIT_EXCEEDED}
            if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
                return {"problem": Code.DOCUMENT_MACRO}
        document = docx.Document(path)
    except (zipfile.BadZipFile, KeyError, ValueError):
        return {"problem": Code.DOCUMENT_DAMAGED}
    body = document.element.body
    lines = [text for paragraph in body.iter(qn("w:p")) if (text := _text(paragraph)).strip()]
    segments = [
        {"text": " ".join(line.split()), "x": 0.0, "y": number * _LINE_HEIGHT, "size": 11.0}
        for number, line in enumerate(lines)
    ]
    tracked = next(body.iter(qn("w:ins"), qn("w:del")), None) is not None
    controls = dict(_controls(body))
    problem = None if lines or controls else Code.DOCUMENT_SCANNED
    return {
        "pages": [{"number": 1, "segments": segments, "text": "\n".join(lines)}],
        "controls": controls,
        "tables": [_rows(table) for table in body.iter(qn("w:tbl"))],
        "flags": ["tracked changes"] if tracked else [],
        "problem": Code.DOCUMENT_TRACKED_CHANGES if tracked else problem,
    }


def _text(element: _Element) -> str:
    """The visible text below an element, tabs and breaks as blanks; a nested paragraph's own text is not repeated."""
    parts = []
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br")):
        if _is_hidden(node) or next(node.iterancestors(qn("w:p")), element) is not element:
            continue
        parts.append(node.text or "" if node.tag == qn("w:t") else " ")
    return "".join(parts)


def _is_hidden(node: _Element) -> bool:
    for ancestor in node.iterancestors():
        if ancestor.tag == qn("w:del"):
            return True
        if ancestor.tag == qn("w:r"):
            properties = ancestor.find(qn("w:rPr"))
            if properties is not None and properties.find(qn("w:vanish")) is not None:
                return True
        if ancestor.tag == qn("w:sdt") and _shows_placeholder(ancestor):
            return True
    return False


def _shows_placeholder(control: _Element) -> bool:
    properties = control.find(qn("w:sdtPr"))
    return properties is not None and properties.find(qn("w:showingPlcHdr")) is not None


def _controls(body: _Element) -> Iterator[tuple[str, str]]:
    """Content controls by tag (else alias): the best field binding Word has."""
    for control in body.iter(qn("w:sdt")):
        properties = control.find(qn("w:sdtPr"))
        if properties is None or _shows_placeholder(control):
            continue
        for kind in ("w:tag", "w:alias"):
            name = properties.find(qn(kind))
            if name is not None:
                texts = [node.text or "" for node in control.iter(qn("w:t")) if not _is_hidden(node)]
                yield name.get(qn("w:val"), ""), " ".join("".join(texts).split())
                break


def _rows(table: _Element) -> list[list[str]]:
    rows = []
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl")), table) is not table:
            continue
        cells = [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr")), row) is row]
        rows.append([" ".join("".join(_text(p) + " " for p in cell.iter(qn("w:p"))).split()) for cell in cells])
    return rows
