"""PDFs written byte by byte: what no library agrees to write."""

import zlib
from collections.abc import Mapping

from sandbox.hostile.case import TEXT

_HEADER = b"%PDF-1.7\n"
_SHOWN = f"BT /F 10 Tf 60 700 Td ({TEXT}) Tj ET\n".encode()

CATALOG, PAGES, PAGE, CONTENT, FONT = range(1, 6)
FREE = 6
"""The first number an ordinary letter doesn't use."""


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body, packed."""
    return stream(zlib.compress(data), b"/Filter /FlateDecode " + entries)


def letter(changes: Mapping[int, bytes] | None = None, *, catalog: bytes = b"", page: bytes = b"") -> dict[int, bytes]:
    """The objects of a letter of one line; `catalog` and `page` are more entries of these, `changes` other objects."""
    return {
        CATALOG: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>"
        % (page or b"/Resources << /Font << /F 5 0 R >> >>"),
        CONTENT: stream(_SHOWN),
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    } | dict(changes or {})


def written(objects: Mapping[int, bytes], *, trailer: bytes = b"", before: bytes = b"") -> bytes:
    """A file with a cross-reference table; `{xref}` in the trailer becomes the table's own place."""
    body, places = _laid_out(objects)
    size = max(objects) + 1
    lines = [b"%010d %05d %c \n" % ((places[n], 0, b"n") if n in places else (0, 65535, b"f")) for n in range(size)]
    xref = str(len(body)).encode()
    ends = b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer.replace(b"{xref}", xref))
    table = b"xref\n0 %d\n%s" % (size, b"".join(lines))
    return before + body + table + ends + b"startxref\n%s\n%%%%EOF\n" % xref


def packed(
    objects: Mapping[int, bytes], *, entries: bytes = b"", holder: bytes = b"", moved: Mapping[int, int] | None = None
) -> bytes:
    """A file whose objects without a stream lie packed in one object stream, so that a million of them fit in a mail.

    Args:
        objects: What to write.
        entries: More entries of the cross-reference stream; `{xref}` becomes its own place.
        holder: More entries of the object stream.
        moved: Numbers that the cross-reference stream says lie in another object stream than they do.
    """
    loose = {number: body for number, body in objects.items() if b"\nstream\n" in body}
    inside = {number: body for number, body in objects.items() if number not in loose}
    holds, itself = max(objects) + 1, max(objects) + 2
    body, places = _laid_out(loose | {holds: _object_stream(inside, holder)})
    rows = {0: (0, 0, 65535)} | {number: (1, place, 0) for number, place in places.items()}
    rows |= {number: (2, holds, index) for index, number in enumerate(inside)}
    rows |= {number: (2, other, 0) for number, other in (moved or {}).items()}
    rows[itself] = (1, len(body), 0)
    table = b"".join(
        kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(4, "big")
        for kind, first, second in (rows.get(number, (0, 0, 0)) for number in range(itself + 1))
    )
    xref = str(len(body)).encode()
    about = b"/Type /XRef /W [1 4 4] /Size %d /Root 1 0 R %s" % (itself + 1, entries.replace(b"{xref}", xref))
    return body + b"%d 0 obj\n%s\nendobj\nstartxref\n%s\n%%%%EOF\n" % (itself, flate(table, about), xref)


def _object_stream(objects: Mapping[int, bytes], entries: bytes) -> bytes:
    heads, bodies, place = [], [], 0
    for number, body in objects.items():
        heads.append(b"%d %d" % (number, place))
        bodies.append(body)
        place += len(body) + 1
    head = b" ".join(heads) + b"\n"
    about = b"/Type /ObjStm /N %d /First %d %s" % (len(objects), len(head), entries)
    return flate(head + b"\n".join(bodies), about)


def _laid_out(objects: Mapping[int, bytes]) -> tuple[bytes, dict[int, int]]:
    parts, places, place = [_HEADER], {}, len(_HEADER)
    for number, body in objects.items():
        places[number] = place
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        place += len(parts[-1])
    return b"".join(parts), places
