"""Where a column begins on a page, by what else begins at the same place across it."""

from collections.abc import Iterable

_EXACTLY = 1.0
"""Points across the page."""
_MANY, _NEAR = 2, 3.0
"""So many others that begin there, one of them so near in font sizes, make it the edge of a column."""


def begins_column(x: float, y: float, size: float, places: Iterable[tuple[float, float]]) -> bool:
    """Whether what stands at a place begins a column: `places` are where everything on the page begins, itself too."""
    apart = [abs(height - y) for across, height in places if abs(across - x) <= _EXACTLY and abs(height - y) > size / 2]
    return len(apart) >= _MANY and min(apart) <= _NEAR * size
