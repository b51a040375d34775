"""Read one file, whatever it says it is: the content decides the reader, and the reader runs in the limited child."""

import hashlib
from pathlib import Path

from pydantic import ValidationError

from connectors.documents.document import Document
from gevinst.child import ChildFailed, LimitExceeded, Limits, call_limited
from gevinst.codes import Code

MAX_BYTES = 50 << 20
LIMITS = Limits(seconds=30, memory_bytes=1 << 30)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READERS = {PDF: "connectors.documents.pdf:read_pdf", DOCX: "connectors.documents.word:read_docx"}
_BY_SUFFIX = {".pdf": PDF, ".docx": DOCX, ".docm": DOCX}
_HEAD_BYTES = 1024


def read_document(path: Path, *, name: str = "") -> Document:
    """Read a PDF or Word file; never raises for what the file holds: `problem` says why it needs a person.

    Args:
        path: The file.
        name: What evidence calls it; default the path's own name.
    """
    name = name or path.name
    size = path.stat().st_size
    content = path.read_bytes() if size <= MAX_BYTES else b""
    sha256 = hashlib.sha256(content).hexdigest()
    media_type = sniff(content[:_HEAD_BYTES])

    def unread(problem: Code) -> Document:
        return Document(name=name, sha256=sha256, media_type=media_type or "", problem=problem)

    if size > MAX_BYTES:
        return unread(Code.LIMIT_EXCEEDED)
    if not content:
        return unread(Code.DOCUMENT_EMPTY)
    claimed = _BY_SUFFIX.get(Path(name).suffix.lower())
    unknown = Code.DOCUMENT_NOT_AS_NAMED if claimed else Code.DOCUMENT_UNKNOWN
    if media_type is None or claimed not in (None, media_type):
        return unread(unknown)
    try:
        parts = call_limited(_READERS[media_type], limits=LIMITS, path=str(path.resolve()))
        document = Document(name=name, sha256=sha256, media_type=media_type, **parts)
    except LimitExceeded:
        return unread(Code.LIMIT_EXCEEDED)
    except (ChildFailed, ValidationError):  # the child isn't trusted
        return unread(Code.DOCUMENT_DAMAGED)
    return unread(unknown) if document.problem is Code.DOCUMENT_UNKNOWN else document


def sniff(head: bytes) -> str | None:
    """The media type by the first bytes; None for what no reader takes. Junk before a PDF's header is tolerated."""
    if b"%PDF-" in head:
        return PDF
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return DOCX
    return None
