"""What a file is by its content: its name is the sender's, and says what they like."""

from pathlib import Path

from connectors.documents.einvoice import is_einvoice

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XML = "application/xml"
MSWORD = "application/msword"
ODT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"

_BY_SUFFIX = {".pdf": PDF, ".docx": DOCX, ".docm": DOCX, ".xml": XML, ".doc": MSWORD, ".odt": ODT, ".rtf": RTF}
_HEAD_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
# What an OLE container calls its parts, as it writes them.
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sniff(content: bytes) -> str | None:
    """The media type; None for what no reader takes. Junk before a PDF's header is tolerated.

    An encrypted Word file of today is an OLE container, as the files of Word before 2007 are: it is still a Word file.
    """
    head = content[:_HEAD_BYTES]
    if head.startswith(_ZIP):
        return ODT if ODT.encode() in head else DOCX
    if b"%PDF-" in head:
        return PDF
    if head.startswith(_OLE):
        return DOCX if _ENCRYPTED in content else MSWORD if _OLD_WORD in content else None
    if head.startswith(b"{\\rtf"):
        return RTF
    return XML if is_einvoice(head) else None


def promised(name: str) -> str | None:
    """The kind a file's name promises; None where it promises none that is read. Many XML files are no invoices."""
    kind = _BY_SUFFIX.get(Path(name).suffix.lower())
    return None if kind == XML else kind
