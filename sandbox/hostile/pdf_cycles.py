"""PDFs that lead back to where they came from: whoever follows each reference never ends."""

from collections.abc import Callable

from gevinst.codes import Code
from sandbox.hostile.case import TEXT, Hostile
from sandbox.hostile.pdf_file import CONTENT, FREE, PAGE, PAGES, letter, packed, stream, written

_DAMAGED = Code.DOCUMENT_DAMAGED
_LIMIT = Code.LIMIT_EXCEEDED
_FIELDS = b"/AcroForm << /Fields [6 0 R] >>"
_DRAWING = b"/Resources << /XObject << /X 6 0 R >> /Font << /F 5 0 R >> >>"
_HEIR = b"<< /Type /Page /Parent 3 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
"""A page that has nothing to write with but what it inherits, from itself."""


def changed(number: int, body: bytes, catalog: bytes = b"") -> Callable[[], bytes]:
    """Makes the letter with one object changed."""
    return lambda: written(letter({number: body}, catalog=catalog))


def length_of_itself() -> bytes:
    """The content's length is the content."""
    return written(letter({CONTENT: letter()[CONTENT].replace(b"/Length", b"/Length 4 0 R /Was")}))


def drawing_itself() -> bytes:
    """A letter that also draws a form that draws itself."""
    shown = b"BT /F 10 Tf 60 700 Td (%s) Tj ET /X Do" % TEXT.encode()
    form = stream(b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] %s" % _DRAWING)
    return written(letter({CONTENT: stream(shown), FREE: form}, page=_DRAWING))


PDF_CYCLES = (
    Hostile("page-tree-cycle.pdf", _DAMAGED, changed(PAGES, b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>")),
    Hostile("page-beside-a-cycle.pdf", _DAMAGED, changed(PAGES, b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>")),
    Hostile("page-inherits-from-itself.pdf", _LIMIT, changed(PAGE, _HEIR)),
    Hostile("xref-cycle.pdf", None, lambda: written(letter(), trailer=b"/Prev {xref}")),
    Hostile("xref-of-two-kinds-cycle.pdf", None, lambda: written(letter(), trailer=b"/XRefStm {xref}")),
    Hostile("xref-stream-cycle.pdf", None, lambda: packed(letter(), entries=b"/Prev {xref}")),
    Hostile("xref-stream-in-itself.pdf", _DAMAGED, lambda: packed(letter(), entries=b"/XRefStm {xref}")),
    Hostile("object-stream-extends-itself.pdf", None, lambda: packed(letter(), holder=b"/Extends 6 0 R")),
    Hostile("object-stream-in-itself.pdf", _DAMAGED, lambda: packed(letter(), moved={FREE: FREE})),
    Hostile("length-of-itself.pdf", _LIMIT, length_of_itself),
    Hostile("reference-to-itself.pdf", _DAMAGED, changed(FREE, b"6 0 R", b"/AcroForm 6 0 R")),
    Hostile("field-cycle.pdf", None, changed(FREE, b"<< /T (a) /FT /Tx /Kids [6 0 R] >>", _FIELDS)),
    Hostile("field-parent-cycle.pdf", _LIMIT, changed(FREE, b"<< /T (a) /FT /Tx /Parent 6 0 R >>", _FIELDS)),
    Hostile("outline-cycle.pdf", None, changed(FREE, b"<< /Title (a) /First 6 0 R /Next 6 0 R >>", b"/Outlines 6 0 R")),
    Hostile("form-drawing-itself.pdf", None, drawing_itself),
)
