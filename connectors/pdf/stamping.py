"""Stamp a PDF's first page; runs only in the limited child.

The stamp is added behind the end of the file, as the format allows: every byte of the original is still there, in front.
Only a file with mistakes in its structure is written anew: a viewer that mends it would miss the stamp.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PageObject, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

from connectors.pdf.drawing import Matrix, draw
from connectors.pdf.lettering import helvetica, shown, width_of
from connectors.pdf.opening import answering, open_pdf

_SIZE = 10
_LEADING = 13
_INSIDE = 6
_EDGE = 14
"""Points from the edge of the page: printers reach no further, and letters begin further in."""
_COLOUR = "0.55 0.05 0.10"


@answering
def stamp_pdf(path: str, lines: list[str], into: str) -> None:
    """Write the PDF with a stamp of these lines as `1.pdf` into a folder."""
    with _mending() as mended:
        writer = PdfWriter(open_pdf(path), incremental=True)
    if mended.anything:
        writer = PdfWriter(clone_from=open_pdf(path))
    stamp, width, height = _stamp(lines)
    page = writer.pages[0]
    draw(writer, page, [(stamp, _place(page, width, height))])
    writer.write(Path(into) / "1.pdf")


class _Mended(logging.Handler):
    """Whether pypdf had to mend a file while it read it: it says so in its log, and nowhere else."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.anything = False

    def emit(self, record: logging.LogRecord) -> None:
        """Something was wrong."""
        self.anything = True


@contextmanager
def _mending() -> Iterator[_Mended]:
    """Watch pypdf while the body runs."""
    mended = _Mended()
    logger = logging.getLogger("pypdf")
    logger.addHandler(mended)
    try:
        yield mended
    finally:
        logger.removeHandler(mended)


def _stamp(lines: list[str]) -> tuple[DecodedStreamObject, float, float]:
    """A frame with the lines in it. It covers nothing: what lies under it can still be read."""
    width = max(width_of(line, _SIZE) for line in lines) + 2 * _INSIDE
    height = float(len(lines) * _LEADING + _INSIDE)
    commands = [
        f"{_COLOUR} RG {_COLOUR} rg 1.2 w 0.6 0.6 {width - 1.2:.2f} {height - 1.2:.2f} re S".encode(),
        f"BT /F1 {_SIZE} Tf {_LEADING} TL {_INSIDE} {height - _LEADING:.2f} Td".encode(),
        *(shown(line) + b" T*" for line in lines),
        b"ET",
    ]
    stamp = DecodedStreamObject()
    stamp.set_data(b"\n".join(commands))
    fonts = DictionaryObject({NameObject("/F1"): helvetica()})
    stamp[NameObject("/Type")] = NameObject("/XObject")
    stamp[NameObject("/Subtype")] = NameObject("/Form")
    stamp[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, width, height)))
    stamp[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return stamp, width, height


def _place(page: PageObject, width: float, height: float) -> Matrix:
    """Where the stamp goes: top right as the page is seen, whichever way it is turned and whatever part of it shows."""
    left, bottom, right, top = _seen(page)
    turned = int(page.get("/Rotate", 0)) % 360 // 90
    across, up = (right - left, top - bottom) if turned % 2 == 0 else (top - bottom, right - left)
    unit = 1 / float(page.get("/UserUnit", 1))
    edge = min(_EDGE * unit, across / 10, up / 10)
    scale = min(unit, (across - 2 * edge) / width, (up - 2 * edge) / height)
    x, y = across - edge - scale * width, up - edge - scale * height
    match turned:
        case 0:
            return scale, 0, 0, scale, left + x, bottom + y
        case 1:
            return 0, scale, -scale, 0, right - y, bottom + x
        case 2:
            return -scale, 0, 0, -scale, right - x, top - y
        case _:
            return 0, -scale, scale, 0, left + y, top - x


def _seen(page: PageObject) -> tuple[float, float, float, float]:
    """The part of the page that shows: the crop box within the paper; left, bottom, right, top."""
    paper, crop = (_corners(box) for box in (page.mediabox, page.cropbox))
    left, bottom = max(paper[0], crop[0]), max(paper[1], crop[1])
    right, top = min(paper[2], crop[2]), min(paper[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else paper


def _corners(box: ArrayObject) -> tuple[float, float, float, float]:
    x, y = sorted(float(box[at]) for at in (0, 2)), sorted(float(box[at]) for at in (1, 3))
    return x[0], y[0], x[1], y[1]
