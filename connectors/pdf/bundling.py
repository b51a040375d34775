"""Bind several PDFs into one, and take one apart; runs only in the limited child."""

import io
from pathlib import Path

from pypdf import PdfReader, PdfWriter

from connectors.pdf.answers import Rule, Unfit
from connectors.pdf.flattening import flatten
from connectors.pdf.opening import answering, open_pdf, refusing
from gevinst.codes import Code


@answering
def merge_pdfs(paths: list[str], titles: list[str], into: str) -> None:
    """Write the files after each other as `1.pdf` into a folder: a bookmark for each, its own bookmarks below."""
    writer = PdfWriter()
    for number, (path, title) in enumerate(zip(paths, titles, strict=True), 1):
        with refusing(number):
            reader = _without_form(open_pdf(path))
            writer.append(reader, outline_item=title)
            for name, contents in reader.attachments.items():
                for content in contents:
                    writer.add_attachment(f"{number}-{name}", content)
    writer.write(Path(into) / "1.pdf")


@answering
def split_pdf(path: str, ranges: list[tuple[int, int]], into: str) -> None:
    """Write each range of pages as `1.pdf`, `2.pdf` … into a folder, with nothing in it of the other pages."""
    reader = _without_form(open_pdf(path))
    last = len(reader.pages)
    for first, end in ranges:
        if not 1 <= first <= end <= last:
            raise Unfit(Code.UNKNOWN_FAILURE, rule=Rule.PAGES, name=f"{first} to {end}", allowed=(str(last),))
    for number, (first, end) in enumerate(ranges, 1):
        writer = PdfWriter()
        writer.append(reader, pages=(first - 1, end))
        writer.write(Path(into) / f"{number}.pdf")


def _without_form(reader: PdfReader) -> PdfReader:
    """The file with its fields drawn: in a bundle, fields of one name would show one value."""
    if _has_hidden_layers(reader):
        raise Unfit(Code.DOCUMENT_UNKNOWN)
    if "/AcroForm" not in reader.root_object:
        return reader
    writer = PdfWriter(clone_from=reader)
    flatten(writer)
    flat = io.BytesIO()
    writer.write(flat)
    return PdfReader(flat)


def _has_hidden_layers(reader: PdfReader) -> bool:
    """Whether the file hides part of what it holds: which part is said outside the pages, and would be forgotten."""
    layers = reader.root_object.get("/OCProperties")
    shown = {} if layers is None else layers.get_object().get("/D", {})
    return bool(shown.get("/OFF")) or shown.get("/BaseState") == "/OFF"
