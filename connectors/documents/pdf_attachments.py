"""Files enclosed in a PDF: the invoice as XML that Factur-X, ZUGFeRD and XRechnung hide there; in the limited child only."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, EmbeddedFile

from connectors.documents.einvoice import MAX_BYTES

MAX_FILES = 1000
INVOICE_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml")
"""In this order, in capitals or not. Order-X, `order-x.xml`, is an order: none of them."""

_SUFFIXES = frozenset(
    {".pdf", ".docx", ".doc", ".xlsx", ".xls", ".xml", ".csv", ".txt", ".png", ".jpg", ".jpeg", ".zip"}
)


class SeveralInvoices(PyPdfError):
    """Two invoices of one name, with different content: nobody knows which of them is meant."""


def attached_einvoice(reader: PdfReader) -> bytes | None:
    """The XML of the invoice a PDF carries, from its name tree or its associated files (`/AF`); None if it has none.

    A PDF may carry one invoice in two standards: the name that comes first in `INVOICE_NAMES` is taken.

    Raises:
        LimitReachedError: It unpacks to more than an e-invoice may have, or there are too many files.
        SeveralInvoices: Two of one name differ.
        PyPdfError: It is damaged.
    """
    files = list(_files(reader))
    for name in INVOICE_NAMES:
        contents = {_content(file) for file in files if name in (said.casefold() for said in _names(file))}
        if len(contents) > 1:
            raise SeveralInvoices(name)
        if contents:
            return contents.pop()
    return None


def attachment_names(reader: PdfReader) -> list[str]:
    """What is enclosed, under names that name nobody: an invoice's own, else `vedhaeftning-2.pdf`, as a mail's files.

    Raises:
        LimitReachedError: There are too many files.
    """
    return [_neutral(_names(file), number) for number, file in enumerate(_files(reader), 1)]


def _files(reader: PdfReader) -> Iterator[EmbeddedFile]:
    """Each file once: what stands in the name tree is often an associated file too."""
    seen: list[DictionaryObject] = []
    for file in (*reader.attachment_list, *_associated(reader)):
        if any(file.pdf_object is each for each in seen):
            continue
        if len(seen) == MAX_FILES:
            raise LimitReachedError(f"more than {MAX_FILES} enclosed files")
        seen.append(file.pdf_object)
        yield file


def _associated(reader: PdfReader) -> Iterator[EmbeddedFile]:
    entry = reader.root_object.get("/AF")
    files = None if entry is None else entry.get_object()
    for each in files if isinstance(files, ArrayObject) else (files,):
        specification = None if each is None else each.get_object()
        if isinstance(specification, DictionaryObject) and "/EF" in specification:
            yield EmbeddedFile(name="", pdf_object=specification)


def _names(file: EmbeddedFile) -> list[str]:
    return [str(name) for name in (file.name, file.alternative_name) if name]


def _content(file: EmbeddedFile) -> bytes:
    with apply_configuration(
        zlib_maximum_output_length=MAX_BYTES,
        lzw_maximum_output_length=MAX_BYTES,
        run_length_maximum_output_length=MAX_BYTES,
        brotli_maximum_output_length=MAX_BYTES,
    ):
        content = file.content
    if len(content) > MAX_BYTES:
        raise LimitReachedError(f"more than {MAX_BYTES} bytes")
    return content


def _neutral(names: list[str], number: int) -> str:
    known = [name.casefold() for name in names if name.casefold() in INVOICE_NAMES]
    suffixes = [PurePosixPath(name).suffix.lower() for name in names]
    suffix = next((each for each in reversed(suffixes) if each in _SUFFIXES), "")
    return known[0] if known else f"vedhaeftning-{number}{suffix}"
