"""Read one file, whatever it says it is: the content decides the reader, and the reader runs in the limited child."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from connectors.documents import ocr
from connectors.documents.document import Document
from connectors.documents.sniffing import DOCX, MSWORD, ODT, PDF, RTF, XML, promised, sniff
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from gevinst.office import OfficeFailed, OfficeTooSlow, convert

MAX_BYTES = 50 << 20
LIMITS = Limits(seconds=30, memory_bytes=1 << 30, output_bytes=4 << 20)
OCR_LIMITS = Limits(seconds=120, memory_bytes=3 << 30)
"""One page: tesseract takes about a second for each look."""
MAX_SCANNED_PAGES = 20
_NO_STAIN, _A_WORD = 60, 3
"""Confidence and letters, below which what tesseract reads of an empty page may lie."""

_READERS = {
    PDF: "connectors.documents.pdf:read_pdf",
    DOCX: "connectors.documents.word:read_docx",
    XML: "connectors.documents.einvoice:read_einvoice",
}
_CONVERTED = {MSWORD: ".doc", ODT: ".odt", RTF: ".rtf"}


def read_document(path: Path, *, name: str = "") -> Document:
    """Read a PDF, a Word file or an e-invoice; never raises for what the file holds: `problem` says why it needs a person.

    A page that is only a picture is read by tesseract, and a file of Word before 2007, OpenOffice or RTF by way of
    LibreOffice, where these are installed.

    Args:
        path: The file.
        name: What evidence calls it; default the path's own name.
    """
    name = name or path.name
    size = path.stat().st_size
    content = path.read_bytes() if size <= MAX_BYTES else b""
    media_type = sniff(content)
    nothing = Document(name=name, sha256=hashlib.sha256(content).hexdigest(), media_type=media_type or "")

    def unread(problem: Code) -> Document:
        return nothing.model_copy(update={"problem": problem})

    if size > MAX_BYTES:
        return unread(Code.LIMIT_EXCEEDED)
    if not content:
        return unread(Code.DOCUMENT_EMPTY)
    claimed = promised(name)
    unknown = Code.DOCUMENT_NOT_AS_NAMED if claimed else Code.DOCUMENT_UNKNOWN
    if media_type is None or claimed not in (None, media_type):
        return unread(unknown)
    try:
        parts = _converted(path, media_type) if media_type in _CONVERTED else _read(path, media_type)
        document = Document(name=name, sha256=nothing.sha256, media_type=media_type, **parts)
    except LimitExceeded:
        return unread(Code.LIMIT_EXCEEDED)
    except (ChildFailed, ValidationError):  # the child isn't trusted
        return unread(Code.DOCUMENT_DAMAGED)
    not_word = media_type == DOCX and document.problem is Code.DOCUMENT_UNKNOWN  # a workbook, or any other archive
    return unread(unknown) if not_word else document


def _read(path: Path, media_type: str) -> dict[str, Any]:
    parts: dict[str, Any] = call_limited(_READERS[media_type], limits=LIMITS, path=str(path.resolve()))
    if parts.get("problem") == Code.DOCUMENT_SCANNED and media_type == PDF and ocr.can_read():
        return _with_scans(path, parts)
    return parts


def _with_scans(path: Path, parts: dict[str, Any]) -> dict[str, Any]:
    """The document with what tesseract reads of the pages that are pictures."""
    unseen = [page["number"] for page in parts["pages"] if page["unseen"]]
    if not unseen:
        return parts
    if len(unseen) > MAX_SCANNED_PAGES:
        return {"problem": Code.LIMIT_EXCEEDED}
    looks = {
        number: call_limited(
            "connectors.documents.ocr:read_page", limits=OCR_LIMITS, path=str(path.resolve()), number=number
        )
        for number in unseen
    }
    pages = [look for page in parts["pages"] for look in looks.get(page["number"], [page])]
    problem = Code.DOCUMENT_TRACKED_CHANGES if "annotated" in parts["flags"] else None
    if not all(any(_has_words(look) for look in both) for both in looks.values()):
        problem = Code.DOCUMENT_SCANNED  # a picture of something else than words: somebody must look
    return parts | {"pages": pages, "problem": problem, "flags": [*parts["flags"], "scanned"]}


def _has_words(look: dict[str, Any]) -> bool:
    """Whether anything was read that isn't a stain."""
    return any(
        each["confidence"] >= _NO_STAIN and sum(map(str.isalnum, each["text"])) >= _A_WORD for each in look["segments"]
    )


def _converted(path: Path, media_type: str) -> dict[str, Any]:
    """Read by way of LibreOffice; without it the file is one for a person."""
    with tempfile.TemporaryDirectory(prefix="gevinst-converted-") as folder:
        source = Path(folder) / f"source{_CONVERTED[media_type]}"
        source.write_bytes(path.read_bytes())
        if media_type == ODT:
            problem = call_limited("connectors.documents.archives:problem_of_file", limits=LIMITS, path=str(source))
            if problem is not None:
                return {"problem": problem}
        try:
            made = convert(source, "docx", into=Path(folder))
        except ConfigurationError:
            return {"problem": Code.DOCUMENT_UNKNOWN}
        except OfficeTooSlow:
            return {"problem": Code.LIMIT_EXCEEDED}
        except OfficeFailed:
            return {"problem": Code.DOCUMENT_DAMAGED}
        return _read(made, DOCX)
