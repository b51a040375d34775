"""What stands on a scanned page and neither look saw: the second line of an address may be missing, and nothing shows it."""

from collections.abc import Iterable, Iterator

from PIL import Image, ImageDraw

from connectors.documents.tesseract import INKED, Word

_CELL = 8
"""Dots; a letter is five cells high, and a cell of it has a third of ink. Specks have a tenth."""
_SHARE = 0.14
_MARGIN = 1.5
"""Points around a word that its box may be too small."""
_LEAST_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 6.0, 4.0, 30.0
"""Points. Less is a stain or what is left of a ruled line; more is a picture or a signature."""


def unread_ink(picture: Image.Image, words: Iterable[Word], dpi: int) -> list[Word]:
    """The places with ink as large as text where none of the words stands, as words without a text or any trust.

    Args:
        picture: The straight page, without noise and ruled lines.
        words: All that was read of it.
        dpi: The picture's dots per inch.
    """
    dots = dpi / 72
    ink = picture.point(lambda dot: 255 if dot < INKED else 0)
    drawing = ImageDraw.Draw(ink)
    for word in words:
        top, bottom = word.y - word.height / 2, word.y + word.height / 2
        box = (word.x - _MARGIN, top - _MARGIN, word.x + word.width + _MARGIN, bottom + _MARGIN)
        drawing.rectangle([each * dots for each in box], fill=0)
    cells = ink.reduce(_CELL).point(lambda dot: 255 if dot >= _SHARE * 255 else 0)
    return [each for each in _places(cells, _CELL / dots) if _is_text(each)]


def _places(cells: Image.Image, point: float) -> Iterator[Word]:
    """Cells that touch, or have one between them from left to right as letters of a word have, together."""
    across = cells.width
    left = {place for place, dot in enumerate(cells.tobytes()) if dot}
    while left:
        reached = [left.pop()]
        for place in reached:
            near = {place + down * across + right for down in (-1, 0, 1) for right in (-2, -1, 0, 1, 2)} & left
            left -= near
            reached += near
        columns, rows = [place % across for place in reached], [place // across for place in reached]
        width, height = (max(each) - min(each) + 1 for each in (columns, rows))
        yield Word(
            (),
            "",
            min(columns) * point,
            (min(rows) + height / 2) * point,
            width * point,
            height * point,
            confidence=0.0,
        )


def _is_text(place: Word) -> bool:
    return place.width >= _LEAST_WIDTH and _LEAST_HEIGHT <= place.height <= _MOST_HEIGHT
