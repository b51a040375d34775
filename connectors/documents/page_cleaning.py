"""A scanned page made easier to read: its noise taken out, its paper made white, its ruled lines gone. In the child only."""

import math
from functools import reduce
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

_PAPER_SHARE, _INK_SHARE = 0.8, 0.002
"""A page is mostly paper: four dots of five are at most as dark as it; two in a thousand are as dark as its letters."""
_PAPER_VARIES = 10
_SMALL = 600
_WHITE = 255
_INKED, _ALMOST_ALL = 170, 60
"""A dot darker than this is ink; where so little of a step is white, almost all of it is ink."""
_ACROSS, _DOWN = (20, 8), (10, 7)
"""A ruled line is ink for so many dots at 300 dpi, so many times: over a centimetre across the page, since no dash, and no
minus, is so long; half of that down the page, since only headings have higher letters."""


def cleaned(page: Image.Image) -> Image.Image:
    """A grey page without specks of a dot or two, and with all of its contrast."""
    return contrasted(page.filter(ImageFilter.MedianFilter(3)))


def contrasted(page: Image.Image) -> Image.Image:
    """A grey page with white paper and black ink."""
    counts = page.histogram()
    ink, paper = _darkest(counts, _INK_SHARE), _darkest(counts, 1 - _PAPER_SHARE) - _PAPER_VARIES
    if paper <= ink:
        return page  # a blank page, or a black one
    return page.point([max(0, min(_WHITE, round(_WHITE * (dot - ink) / (paper - ink)))) for dot in range(256)])


def straight(page: Image.Image, slope: float) -> Image.Image:
    """A page turned so that lines which lean by this rise over run are level."""
    return page.rotate(math.degrees(math.atan(slope)), resample=Image.Resampling.BICUBIC, fillcolor=_WHITE)


def without_lines(page: Image.Image) -> Image.Image:
    """A straight page without the ruled lines of its boxes and tables, which tesseract takes for letters."""
    ink = page.point(lambda dot: 0 if dot < _INKED else _WHITE)
    down = _ruled(ink.transpose(Image.Transpose.TRANSPOSE), *_DOWN).transpose(Image.Transpose.TRANSPOSE)
    bare = page.copy()
    for ruled in (_ruled(ink, *_ACROSS), down):
        bare.paste(_WHITE, mask=ruled)
    return bare


def _ruled(ink: Image.Image, dots: int, times: int) -> Image.Image:
    """White where a line runs across the page, and two dots around it; black elsewhere."""
    dark = ink.reduce((dots, 1)).point(lambda dot: _WHITE if dot < _ALMOST_ALL else 0)
    starts = reduce(ImageChops.darker, (ImageChops.offset(dark, -step, 0) for step in range(times)))
    # One step more at either end: a line doesn't begin where a step does.
    runs = reduce(ImageChops.lighter, (ImageChops.offset(starts, step, 0) for step in range(-1, times + 1)))
    wide = reduce(ImageChops.lighter, (ImageChops.offset(runs, 0, step) for step in range(-2, 3)))
    return wide.resize((wide.width * dots, ink.height), Image.Resampling.NEAREST).crop((0, 0, *ink.size))


def _darkest(counts: list[int], share: float) -> int:
    """The grey that so large a share of the dots is darker than."""
    wanted, seen = share * sum(counts), 0
    for grey, count in enumerate(counts):
        seen += count
        if seen > wanted:
            return grey
    return _WHITE


def slope_of(page: Image.Image) -> float:
    """How much a page leans, as rise over run: turned by so much, its lines leave the clearest gaps between them."""
    small = page.reduce(max(1, page.width // _SMALL)).point(lambda dot: 0 if dot < _INKED else _WHITE)
    best = 0.0
    for step in (0.3, 0.05):
        best = max((best + turn * step for turn in range(-6, 7)), key=lambda degrees: _contrast(small, degrees))
    return math.tan(math.radians(best))


def _contrast(page: Image.Image, degrees: float) -> float:
    """How much the rows of a turned page differ from their neighbours in ink."""
    turned = page.rotate(degrees, resample=Image.Resampling.BILINEAR, fillcolor=_WHITE)
    rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
    return sum((above - below) ** 2 for above, below in pairwise(rows))
