"""Read a PDF by pypdf; runs only in the limited child.

One visitor pass gives positions and text. AcroForm values are read from the form: no page text holds them.
"""

from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, EmptyFileError, FileNotDecryptedError, LimitReachedError, PyPdfError

from gevinst.codes import Code

MAX_PAGES = 500
_SAME_LINE = 2.5
_EM_GAP = 1.0


def read_pdf(path: str) -> dict[str, Any]:
    """The parts of `Document` a PDF gives, as JSON; `problem` names why it can't be read."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": Code.DOCUMENT_LOCKED}
        if len(reader.pages) > MAX_PAGES:
            return {"problem": Code.LIMIT_EXCEEDED}
        flags = _flags(reader)
        form_fields = _form_fields(reader)
        pages = [_read_page(page, number) for number, page in enumerate(reader.pages, 1)]
    except (FileNotDecryptedError, DependencyError):
        return {"problem": Code.DOCUMENT_LOCKED}
    except EmptyFileError:
        return {"problem": Code.DOCUMENT_EMPTY}
    except LimitReachedError:
        return {"problem": Code.LIMIT_EXCEEDED}
    except PyPdfError:
        return {"problem": Code.DOCUMENT_DAMAGED}
    problem = None
    if "xfa" in flags and not form_fields:
        problem = Code.DOCUMENT_DYNAMIC_FORM
    elif not form_fields and not any(page["text"].strip() for page in pages):
        problem = Code.DOCUMENT_SCANNED
    return {"pages": pages, "form_fields": form_fields, "flags": flags, "problem": problem}


def _flags(reader: PdfReader) -> list[str]:
    flags = ["encrypted"] if reader.is_encrypted else []
    form = reader.root_object.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        flags.append("xfa")
    fields = reader.get_fields() or {}
    if any(field.get("/FT") == "/Sig" and field.get("/V") for field in fields.values()):
        flags.append("signed")
    return flags


def _form_fields(reader: PdfReader) -> dict[str, str]:
    values = {}
    for name, field in (reader.get_fields() or {}).items():
        value = field.get("/V")
        if value is None or field.get("/FT") == "/Sig":
            continue
        text = str(value).removeprefix("/").strip()
        if text and text != "Off":
            values[str(name)] = text
    return values


def _read_page(page: Any, number: int) -> dict[str, Any]:  # noqa: ANN401 (pypdf's page)
    fragments: list[tuple[float, float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or 1.0
            fragments.append((x, -y, (size or 10.0) * scale, text))

    text = page.extract_text(visitor_text=visit)
    return {"number": number, "segments": _segments(fragments), "text": text}


def _segments(fragments: list[tuple[float, float, float, str]]) -> list[dict[str, Any]]:
    """Merge fragments into segments: same line, and no gap wider than about one em."""
    lines: list[list[tuple[float, float, float, str]]] = []
    for fragment in sorted(_split_lines(fragments), key=lambda part: (part[1], part[0])):
        if lines and abs(lines[-1][0][1] - fragment[1]) <= _SAME_LINE:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    merged: list[dict[str, Any]] = []
    for line in lines:
        current: dict[str, Any] | None = None
        for x, y, size, text in sorted(line):
            end = None if current is None else current["x"] + 0.5 * current["size"] * len(current["text"])
            if current is not None and end is not None and x - end <= _EM_GAP * size:
                space = " " if x - end > 0.15 * size and not current["text"].endswith(" ") else ""
                current["text"] += space + text
            else:
                current = {"text": text, "x": x, "y": y, "size": size}
                merged.append(current)
    for segment in merged:
        segment["text"] = " ".join(segment["text"].split())
    return merged


def _split_lines(fragments: list[tuple[float, float, float, str]]) -> list[tuple[float, float, float, str]]:
    """A visitor's fragment may span lines; each keeps the start and takes the next line's height."""
    parts = []
    for x, y, size, text in fragments:
        for offset, line in enumerate(piece for piece in text.split("\n")):
            if line.strip():
                parts.append((x, y + offset * size * 1.2, size, line))
    return parts


def ready() -> bool:
    """Whether the reader can be imported where it runs; doctor asks."""
    return True
