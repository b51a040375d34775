"""Where text stands on a page: fragments as a PDF draws them, merged into segments that a person sees as one."""

import math
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_SAME_LINE = 2.5
_EM_GAP = 1.0
_SPACE = 0.15
_OVERLAP = 0.35
_SAME_SIZE = 0.85
_APART = 100_000.0
"""Between text that runs in one direction and text that runs in another: they are never neighbours."""

# In ems, of Helvetica; other fonts differ by a tenth. The reader gives no widths.
_WIDTHS = (
    dict.fromkeys("ijl'|", 0.22)
    | dict.fromkeys(" .,:;!/\\tfI[]\u00a0", 0.28)
    | dict.fromkeys("-()r", 0.33)
    | dict.fromkeys("mMW%@—…", 0.87)
    | dict.fromkeys("0123456789", 0.556)
)


class Fragment(NamedTuple):
    """One piece of text as it is drawn: where it begins, y growing downwards, and its size in points."""

    x: float
    y: float
    size: float
    text: str

    @property
    def is_turned(self) -> bool:
        """Whether it runs in another direction than the page's first text."""
        return self.y > _APART / 2

    @property
    def width(self) -> float:
        """How wide it is, about."""
        return self.size * sum(_WIDTHS.get(letter) or (0.69 if letter.isupper() else 0.54) for letter in self.text)


def multiply(first: Iterable[float], then: Iterable[float]) -> Matrix:
    """One transformation after another, as PDF writes them."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def fragments_of(text: str, place: Matrix, font_size: float) -> Iterator[Fragment]:
    """The lines of one drawn text, turned so that it runs to the right: a landscape page reads like any other."""
    a, b, c, d, e, f = place
    size = (font_size or 10.0) * (math.hypot(c, d) or 1.0)
    turned = round(math.atan2(b, a) / (math.pi / 2)) % 4
    x, y = ((e, -f), (f, e), (-e, f), (-f, -e))[turned]
    for number, line in enumerate(text.strip("\n").split("\n")):
        if line.strip():
            yield Fragment(x, y + turned * _APART + number * size * 1.2, size, line)


def segments_of(fragments: Iterable[Fragment], *, left: float = 0.0, top: float = 0.0) -> list[dict[str, Any]]:
    """Merge fragments into segments: same line, and no gap wider than about one em. Left to right, top to bottom.

    Args:
        fragments: What was drawn.
        left: Where the page begins, in the PDF's own coordinates.
        top: Where it ends there: a PDF reckons from below.
    """
    lines: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda each: (each.y, each.x)):
        if lines and abs(lines[-1][0].y - fragment.y) <= _SAME_LINE:
            lines[-1].append(fragment)
        else:
            lines.append([fragment])
    found = (segment for line in lines for segment in _merged(line))
    return [segment | {"x": segment["x"] - left, "y": segment["y"] + top} for segment in found]


def _merged(line: list[Fragment]) -> Iterator[dict[str, Any]]:
    run: list[Fragment] = []
    text = ""
    for fragment in sorted(line, key=lambda each: each.x):  # of two at one place, as drawn: a new font begins no place
        if run and _is_drawn_again(run[-1], fragment):
            continue
        gap = fragment.x - (run[-1].x + run[-1].width) if run else 0.0
        if run and gap > _EM_GAP * fragment.size:
            yield _segment(run, text)
            run, text = [], ""
        text += (" " if run and _is_apart(run[-1], fragment, gap) else "") + fragment.text
        run.append(fragment)
    if run:
        yield _segment(run, text)


def _is_drawn_again(before: Fragment, fragment: Fragment) -> bool:
    """Bold by drawing the same text twice, a hair apart. At the very same place it may as well be the text's next piece."""
    return fragment.text == before.text and 0 < fragment.x - before.x <= 0.1 * fragment.size


def _is_apart(before: Fragment, fragment: Fragment, gap: float) -> bool:
    """Whether two pieces are two words: a gap, one lying upon the other, or another size (a footnote mark at a number)."""
    small, big = sorted((before.size, fragment.size))
    overlaps = -gap > max(_OVERLAP * fragment.size, _SPACE * before.width)
    return gap > _SPACE * fragment.size or overlaps or small < _SAME_SIZE * big


def _segment(run: list[Fragment], text: str) -> dict[str, Any]:
    first, last = run[0], run[-1]
    width = last.x + last.width - first.x
    return {"text": " ".join(text.split()), "x": first.x, "y": first.y, "size": first.size, "width": width}
