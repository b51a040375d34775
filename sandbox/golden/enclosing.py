"""Put an invoice's XML into its PDF, as Factur-X has it."""

import io

from pypdf import PdfReader, PdfWriter

from sandbox.post.stilled import still_pdf

_NAME = "factur-x.xml"


def enclose(pdf: bytes, xml: bytes) -> bytes:
    """The PDF with the XML attached."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.add_attachment(_NAME, xml)
    out = io.BytesIO()
    writer.write(out)
    return still_pdf(out.getvalue())
