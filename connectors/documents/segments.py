"""Where text stands on a page: fragments as a PDF draws them, merged into segments that a person sees as one."""

import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_SAME_LINE = 2.5
_EM_GAP, _WIDEST_BLANK, _UNSURE = 1.0, 0.6, 0.1
_SPACE = 0.15
_OVERLAP = 0.35
_SAME_SIZE = 0.85
_COLUMN = 2
"""So many others at the same place across the page make it the edge of a column."""
_NEAR = 3.0
_EXACTLY = 0.3
_FEW = 4
"""Of so few pieces is a line of a table; a line of more was drawn word by word."""
_CURRENCIES = frozenset({"€", "$", "£", "kr", "kr.", "DKK", "EUR"})
_COLON = ":"
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
        """How wide it is, about; a blank before it is the reader's own, who saw a gap there."""
        return self.size * width_of(self.text.lstrip())


def width_of(text: str) -> float:
    """How wide a text is in an ordinary font, in ems."""
    return sum(_WIDTHS.get(letter) or (0.69 if letter.isupper() else 0.54) for letter in text)


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
    """Merge fragments into segments: same line, and no gap wider than a blank may be. Left to right, top to bottom.

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
    runs = [run for line in lines for run in _merged(line)]
    edges = _edges(runs)
    parts = [part for run in runs for part in _at_edges(run, edges)]
    return [segment | {"x": segment["x"] - left, "y": segment["y"] + top} for segment in map(_segment, parts)]


Run = list[Fragment]


def _merged(line: list[Fragment]) -> Iterator[Run]:
    run: Run = []
    for fragment in sorted(line, key=lambda each: each.x):  # of two at one place, as drawn: a new font begins no place
        if run and _is_drawn_again(run[-1], fragment):
            continue
        if run and _gap(run[-1], fragment) > _most_gap(run[-1], fragment):
            yield run
            run = []
        run.append(fragment)
    if run:
        yield run


def _most_gap(before: Fragment, fragment: Fragment) -> float:
    """The widest blank between two words, as far as the first one's width can be known."""
    return min(_EM_GAP * fragment.size, _WIDEST_BLANK * fragment.size + _UNSURE * before.width)


def _gap(before: Fragment, fragment: Fragment) -> float:
    return fragment.x - (before.x + before.width)


Edges = dict[int, list[tuple[float, float]]]
"""Where pieces of text begin, by whole points across the page."""


def _edges(runs: Iterable[Run]) -> Edges:
    """Where runs begin, and their pieces; not where each word was drawn by itself."""
    edges: Edges = {}
    for run in runs:
        for fragment in run[: None if len(run) <= _FEW else 1]:
            edges.setdefault(round(fragment.x), []).append((fragment.x, fragment.y))
    return edges


def _at_edges(run: Run, edges: Edges) -> Iterator[Run]:
    """A run cut where a column begins: a text that fills its cell stands no em from the next cell's."""
    start = 0
    for place, fragment in enumerate(run):
        if place and _may_be_apart(run[place - 1], fragment) and _is_edge(fragment, edges):
            yield run[start:place]
            start = place
    yield run[start:]


def _may_be_apart(before: Fragment, fragment: Fragment) -> bool:
    """Whether a column may begin between two pieces: not between a currency's sign and its number, nor before a colon."""
    return _is_behind(before, fragment) and before.text.strip() not in _CURRENCIES and fragment.text.strip() != _COLON


def _is_behind(before: Fragment, fragment: Fragment) -> bool:
    return fragment.x > before.x + 0.8 * before.width


def _is_edge(fragment: Fragment, edges: Edges) -> bool:
    """Whether others begin at the same place across the page: several, or two with one of them right above or below."""
    near = [place for x in (-1, 0, 1) for place in edges.get(round(fragment.x) + x, ())]
    apart = [
        abs(y - fragment.y) for x, y in near if abs(x - fragment.x) <= _EXACTLY and abs(y - fragment.y) > _SAME_LINE
    ]
    return len(apart) > _COLUMN or (len(apart) == _COLUMN and min(apart) <= _NEAR * fragment.size)


def _is_drawn_again(before: Fragment, fragment: Fragment) -> bool:
    """Bold by drawing the same text twice, a hair apart. At the very same place it may as well be the text's next piece."""
    return fragment.text == before.text and 0 < fragment.x - before.x <= 0.1 * fragment.size


def _is_apart(before: Fragment, fragment: Fragment) -> bool:
    """Whether two pieces are two words: a gap, one lying upon the other, or another size (a footnote mark at a number)."""
    gap = _gap(before, fragment)
    small, big = sorted((before.size, fragment.size))
    overlaps = -gap > max(_OVERLAP * fragment.size, _SPACE * before.width)
    return gap > _SPACE * fragment.size or overlaps or small < _SAME_SIZE * big


def _segment(run: Run) -> dict[str, Any]:
    first, last = run[0], run[-1]
    text = first.text
    for before, fragment in pairwise(run):
        text += (" " if _is_apart(before, fragment) else "") + fragment.text
    width = last.x + last.width - first.x
    return {"text": " ".join(text.split()), "x": first.x, "y": first.y, "size": first.size, "width": width}
