"""PDFs that are small in the mail and enormous when read: streams, drawing steps, pages, fields, tables of signs."""

from gevinst.codes import Code
from sandbox.hostile.case import Hostile
from sandbox.hostile.deflate import megabytes, zlibbed
from sandbox.hostile.pdf_file import CONTENT, FONT, FREE, PAGE, PAGES, flate, letter, packed, stream, written

_LIMIT = Code.LIMIT_EXCEEDED
_FLATE = b"/Filter /FlateDecode"
_LEVELS = 30


def gigabyte() -> bytes:
    """A page's content unpacks to one gigabyte."""
    return written(letter({CONTENT: stream(zlibbed(megabytes(1024)), _FLATE)}))


def packed_twice() -> bytes:
    """The same gigabyte packed twice, so that the file has a few kilobytes."""
    once = zlibbed(megabytes(1024))
    return written(letter({CONTENT: flate(once).replace(b"/FlateDecode", b"[/FlateDecode /FlateDecode]", 1)}))


def nine_million_operators() -> bytes:
    """Sixty megabytes of drawing steps, which the limit on a stream's size allows."""
    steps = b"(x)Tj " * (9 << 10)
    begins = b"BT /F 10 Tf "
    return written(letter({CONTENT: stream(zlibbed((begins + steps, 1000)), _FLATE)}))


def exponential(levels: int = _LEVELS) -> bytes:
    """Each form draws the next one twice: thirty small objects, a billion drawings."""
    forms = {
        FREE + level: stream(
            b"/X Do /X Do" if level < levels else b"BT /F 10 Tf (x) Tj ET",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> "
            b"/Font << /F 5 0 R >> >>" % (FREE + level + 1),
        )
        for level in range(levels + 1)
    }
    return written(letter({CONTENT: stream(b"/X Do"), **forms}, page=_XOBJECT))


def bomb_in_a_form() -> bytes:
    """A hundred megabytes in a form that the page draws beside its text: pypdf skips such a form in silence."""
    content = b"BT /F 10 Tf 60 700 Td (Hermed regning) Tj ET /X Do"
    form = stream(
        zlibbed(megabytes(100)), _FLATE + b" /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /X 1 >>"
    )
    return written(letter({CONTENT: stream(content), FREE: form}, page=_XOBJECT))


def million_references() -> bytes:
    """One page, a million times."""
    return packed(letter({PAGES: b"<< /Type /Pages /Kids [%s] /Count 1000000 >>" % (b"3 0 R " * 1_000_000)}))


def pages(count: int = 50_000) -> bytes:
    """So many pages, each its own."""
    page = letter()[PAGE]
    kids = b" ".join(b"%d 0 R" % (FREE + number) for number in range(count))
    many = {FREE + number: page for number in range(count)}
    return packed(letter({PAGES: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), **many}))


def deep_page_tree(depth: int = 20_000) -> bytes:
    """A branch on a branch on a branch, and one page at the end."""
    branches = {
        FREE + level: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>"
        % (FREE + level - 1 if level else PAGES, FREE + level + 1 if level + 1 < depth else PAGE)
        for level in range(depth)
    }
    return packed(letter({PAGES: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % FREE, **branches}))


def nested(depth: int = 100_000) -> bytes:
    """A list in a list in a list, a hundred thousand deep."""
    return written(letter(catalog=b"/X " + b"[" * depth + b"]" * depth))


def fields(count: int = 20_000) -> bytes:
    """A form of so many fields, all on no page."""
    first = FREE + 1
    each = {first + number: b"<< /T (f%d) /FT /Tx /V (v) >>" % number for number in range(count)}
    kids = b" ".join(b"%d 0 R" % number for number in each)
    return packed(letter({FREE: b"<< /Fields [%s] >>" % kids, **each}, catalog=b"/AcroForm %d 0 R" % FREE))


def signs() -> bytes:
    """A font whose table of signs says that it has four billion."""
    table = b"begincmap 1 beginbfrange\n<00000000> <FFFFFFFF> <0041>\nendbfrange endcmap"
    font = letter()[FONT].replace(b">>", b"/ToUnicode %d 0 R >>" % FREE)
    return written(letter({FONT: font, FREE: stream(table)}))


def widths() -> bytes:
    """A font that gives a billion signs one width."""
    below = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /W [0 1000000000 500] >>"
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [%d 0 R] >>" % FREE
    return written(letter({FONT: font, FREE: below}))


def long_line() -> bytes:
    """One line of seven million letters: nothing in the file is large, only the answer."""
    return written(letter({CONTENT: flate(b"BT /F 10 Tf 60 700 Td (%s) Tj ET" % (b"x" * 7_000_000))}))


def declared() -> bytes:
    """A table of cross-references that says it has two billion lines."""
    return written(letter()).replace(b"xref\n0 6", b"xref\n0 2000000000")


_XOBJECT = b"/Resources << /XObject << /X 6 0 R >> /Font << /F 5 0 R >> >>"

PDF_BOMBS = (
    Hostile("gigabyte.pdf", _LIMIT, gigabyte),
    Hostile("gigabyte-packed-twice.pdf", _LIMIT, packed_twice),
    Hostile("nine-million-operators.pdf", _LIMIT, nine_million_operators),
    Hostile("exponential-xobjects.pdf", _LIMIT, exponential),
    Hostile("bomb-in-a-form.pdf", _LIMIT, bomb_in_a_form),
    Hostile("million-page-references.pdf", _LIMIT, million_references),
    Hostile("50000-pages.pdf", _LIMIT, pages),
    Hostile("page-tree-20000-deep.pdf", _LIMIT, deep_page_tree),
    Hostile("array-100000-deep.pdf", Code.DOCUMENT_DAMAGED, nested),
    Hostile("20000-fields.pdf", _LIMIT, fields),
    Hostile("four-billion-signs.pdf", _LIMIT, signs),
    Hostile("billion-widths.pdf", _LIMIT, widths),
    Hostile("seven-million-letters.pdf", _LIMIT, long_line),
    Hostile("two-billion-references.pdf", _LIMIT, declared),
)
