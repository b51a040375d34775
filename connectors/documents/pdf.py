"""Read a PDF by pypdf; runs only in the limited child.

One visitor pass gives positions and text; a page whose text may be half of what there is gets a second reader. AcroForm
values are read from the form, no page text holds them; an invoice attached as XML is read as what it is.
"""

from typing import Any

from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, EmptyFileError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, NameObject

from connectors.documents.document import MAX_ON_PAGE, MAX_PAGES, too_much
from connectors.documents.einvoice import read_einvoice_bytes
from connectors.documents.pdf_attachments import SeveralInvoices, attached_einvoice, attachment_names
from connectors.documents.pdf_page import PageVisitor, is_annotated, is_unseen
from connectors.documents.pdf_skipped import noticing_what_is_skipped
from connectors.documents.second_reader import is_suspicious, reads_more
from connectors.documents.segments import segments_of
from connectors.documents.xfa import xfa_values
from gevinst.codes import Code
from gevinst.values.characters import UNREADABLE

_NODES_PER_PAGE = 4
_WRITTEN = ("/Tx", "/Ch")
"""Types of fields that somebody writes or chooses in; a button is none, nor is a node that only holds others."""


def read_pdf(path: str) -> dict[str, Any]:
    """The parts of `Document` a PDF gives, as JSON; `problem` names why it can't be read."""
    most_nodes = MAX_PAGES * _NODES_PER_PAGE
    try:
        with apply_configuration(page_tree_maximum_entries=most_nodes, form_fields_maximum_entries=MAX_ON_PAGE):
            return _opened(path)
    except (FileNotDecryptedError, DependencyError):
        return {"problem": Code.DOCUMENT_LOCKED}
    except SeveralInvoices:
        return {"problem": Code.CONFLICTING_VALUES}
    except EmptyFileError:
        return {"problem": Code.DOCUMENT_EMPTY}
    except LimitReachedError:
        return {"problem": Code.LIMIT_EXCEEDED}
    except PyPdfError:
        return {"problem": Code.DOCUMENT_DAMAGED}


def _opened(path: str) -> dict[str, Any]:
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"problem": Code.DOCUMENT_LOCKED}
    if len(reader.pages) > MAX_PAGES:
        return {"problem": Code.LIMIT_EXCEEDED}
    return _read(reader, path)


def _read(reader: PdfReader, path: str) -> dict[str, Any]:
    fields = reader.get_fields() or {}
    flags = _flags(reader, fields)
    in_xfa = xfa_values(reader)
    # What a form says in its XFA data too is one more candidate: where it isn't the same, the two contradict each other.
    form_fields = list(dict.fromkeys([*_form_fields(fields), *in_xfa]))
    filled = bool(in_xfa) if "dynamic" in flags else any(value for _, value in form_fields)
    pages: list[dict[str, Any]] = []
    counts: list[int] = []
    seen = filled
    for number, page in enumerate(reader.pages, 1):
        visitor = PageVisitor(page)
        with noticing_what_is_skipped() as skipped:
            text = page.extract_text(**visitor.callbacks)
        if skipped:
            return {"problem": skipped[0]}
        box = page.cropbox
        segments = segments_of(visitor.fragments, left=float(box.left), top=float(box.top))
        unseen = visitor.is_scan or is_unseen(page, text)
        if not unseen and is_suspicious(page, visitor, text) and reads_more(path, number, text):
            flags.append("text layer in doubt")
            unseen = True
        pages.append({"number": number, "segments": segments, "text": text, "unseen": unseen})
        seen = seen or bool(text.strip())
        counts.append(len(segments))
        if too_much(counts):
            return {"problem": Code.LIMIT_EXCEEDED}
        if is_annotated(page):
            flags.append("annotated")
    return {
        "pages": pages,
        "form_fields": form_fields,
        "attachments": attachment_names(reader),
        "flags": flags,
        "problem": _problem(flags, filled=filled, seen=seen, unseen=any(page["unseen"] for page in pages)),
    } | _attached(reader)


def _problem(flags: list[str], *, filled: bool, seen: bool, unseen: bool) -> Code | None:
    if "xfa" in flags and not filled:
        return Code.DOCUMENT_DYNAMIC_FORM
    if unseen or not seen:
        return Code.DOCUMENT_SCANNED
    return Code.DOCUMENT_TRACKED_CHANGES if "annotated" in flags else None


def _attached(reader: PdfReader) -> dict[str, Any]:
    """The invoice a PDF carries as XML; one in no form that is known is as if it weren't there."""
    content = attached_einvoice(reader)
    found = {} if content is None else read_einvoice_bytes(content)
    return {} if found.get("problem") is Code.DOCUMENT_UNKNOWN else found


def _flags(reader: PdfReader, fields: dict[str, Any]) -> list[str]:
    flags = ["encrypted"] if reader.is_encrypted else []
    form = reader.root_object.get("/AcroForm")
    if form is not None and "/XFA" in form.get_object():
        flags.append("xfa")
    if reader.root_object.get("/NeedsRendering"):  # no page holds the form; a viewer makes it from the XFA
        flags.append("dynamic")
    if any(field.get("/FT") == "/Sig" and field.get("/V") for field in fields.values()):
        flags.append("signed")
    return flags


def _form_fields(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """What each field holds; an empty one too, so that its label on the page isn't read instead."""
    values = []
    for name, field in fields.items():
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
