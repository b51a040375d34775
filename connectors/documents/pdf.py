"""Read a PDF by pypdf; runs only in the limited child.

One visitor pass gives positions and text. AcroForm values are read from the form: no page text holds them.
"""

from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, EmptyFileError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, NameObject

from connectors.documents.cleaning import UNREADABLE
from connectors.documents.document import too_much
from connectors.documents.pdf_page import PageVisitor, is_annotated, is_unseen
from connectors.documents.segments import segments_of
from gevinst.codes import Code

MAX_PAGES = 500
_WRITTEN = ("/Tx", "/Ch")
"""Types of fields that somebody writes or chooses in; a button is none, nor is a node that only holds others."""


def read_pdf(path: str) -> dict[str, Any]:
    """The parts of `Document` a PDF gives, as JSON; `problem` names why it can't be read."""
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": Code.DOCUMENT_LOCKED}
        if len(reader.pages) > MAX_PAGES:
            return {"problem": Code.LIMIT_EXCEEDED}
        return _read(reader)
    except (FileNotDecryptedError, DependencyError):
        return {"problem": Code.DOCUMENT_LOCKED}
    except EmptyFileError:
        return {"problem": Code.DOCUMENT_EMPTY}
    except LimitReachedError:
        return {"problem": Code.LIMIT_EXCEEDED}
    except PyPdfError:
        return {"problem": Code.DOCUMENT_DAMAGED}


def _read(reader: PdfReader) -> dict[str, Any]:
    flags = _flags(reader)
    form_fields = _form_fields(reader)
    filled = any(value for _, value in form_fields)
    pages = []
    counts: list[int] = []
    seen = filled
    unseen = False
    for number, page in enumerate(reader.pages, 1):
        visitor = PageVisitor(page)
        text = page.extract_text(**visitor.callbacks)
        unseen = unseen or visitor.is_scan or is_unseen(page, text)
        seen = seen or bool(text.strip())
        segments = segments_of(visitor.fragments)
        pages.append({"number": number, "segments": segments, "text": text})
        counts.append(len(segments))
        if too_much(counts):
            return {"problem": Code.LIMIT_EXCEEDED}
        if is_annotated(page):
            flags.append("annotated")
    problem = None
    if "xfa" in flags and (not filled or "dynamic" in flags):
        problem = Code.DOCUMENT_DYNAMIC_FORM
    elif unseen or not seen:
        problem = Code.DOCUMENT_SCANNED
    elif "annotated" in flags:
        problem = Code.DOCUMENT_TRACKED_CHANGES
    return {"pages": pages, "form_fields": form_fields, "flags": flags, "problem": problem}


def _flags(reader: PdfReader) -> list[str]:
    flags = ["encrypted"] if reader.is_encrypted else []
    form = reader.root_object.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        flags.append("xfa")
    if reader.root_object.get("/NeedsRendering"):  # no page holds the form; a viewer makes it from the XFA
        flags.append("dynamic")
    fields = reader.get_fields() or {}
    if any(field.get("/FT") == "/Sig" and field.get("/V") for field in fields.values()):
        flags.append("signed")
    return flags


def _form_fields(reader: PdfReader) -> list[tuple[str, str]]:
    """What each field holds; an empty one too, so that its label on the page isn't read instead."""
    values = []
    for name, field in (reader.get_fields() or {}).items():
        value = _field_value(field.get("/V"))
        if field.get("/FT") in _WRITTEN or (value and field.get("/FT") != "/Sig"):
            values.append((str(name), value))
    return values


def _field_value(value: object) -> str:
    if value is None or value == "/Off":
        return ""
    if isinstance(value, bytes):  # in no encoding that anybody knows
        return UNREADABLE
    if isinstance(value, ArrayObject):  # several chosen from a list
        return " + ".join(str(each) for each in value)
    return " ".join(str(value).removeprefix("/" if isinstance(value, NameObject) else "").split())


def ready() -> bool:
    """Whether the reader can be imported where it runs; doctor asks."""
    return True
