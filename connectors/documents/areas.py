"""What stands in a rectangle of a page, whatever stands beside it."""

import re

from connectors.documents.document import Page
from connectors.documents.neighbours import Piece, value_of
from connectors.documents.templates import Area

_POINTS = 72 / 25.4


def in_area(page: Page, area: Area) -> Piece | None:
    """The segments that begin inside the area, joined in reading order; None where there is nothing."""
    if page.number != area.page:
        return None
    left, top = area.left * _POINTS, area.top * _POINTS
    right, bottom = left + area.width * _POINTS, top + area.height * _POINTS
    at = tuple(each for each in page.segments if left <= each.x <= right and top <= each.y <= bottom)
    text = " ".join(each.text for each in at)
    if area.pattern is not None:
        match = re.search(area.pattern, text)
        text = "" if match is None else value_of(match)
    return Piece(text, at) if text else None
