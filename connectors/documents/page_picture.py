"""Draw a page with coloured boxes over what was read; runs only in the limited child, which has the renderer.

Where it is drawn for a file, every number of a CPR number's shape is painted over, found where the renderer itself placed its
letters; a caseworker who looks at the case sees it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from gevinst.codes import Code
from gevinst.values.amount import MINUS

DPI = 110
_MOST_POINTS = 1700
_CPR_SHAPE = re.compile(rf"(?<!\d)\d{{6}}[{MINUS}\s]{{0,3}}\d{{4}}(?!\d)")
_MASK = (60, 60, 60)
_FONT = "DejaVuSans.ttf"
Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's upper left corner as it is shown."""


def draw_page(path: str, number: int, out: str, marks: list[dict[str, Any]], masks: list[list[float]]) -> int:
    """Draw one page, from 1, to a PNG; returns how many marks it found a place for.

    Args:
        path: The PDF.
        number: The page.
        out: The picture to write.
        marks: Each `label`, `colour` (three numbers) and `box` (left, top, width, height in points) or `text` to look for.
        masks: Boxes to paint over besides those that are found here: what was read off a scan.
    """
    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        text = page.get_textpage()
        hidden = [*_numbers(page, text), *(_upright(page, box) for box in masks)]
        return len(_draw(page, text, Path(out), marks, hidden))


def show_pages(path: str, numbers: list[int], into: str, marks: list[dict[str, Any]], most: int) -> dict[str, Any]:
    """Draw pages as they are, for whoever may see the citizen's number: `<number>.png` each.

    Args:
        path: The PDF.
        numbers: The pages, from 1; those beyond the last are left out.
        into: The folder.
        marks: As for `draw_page`, each with its `page`; one of page 0 is looked for on each page until it is found.
        most: How many pages a document may say it has.

    Returns:
        `pages`, how many the document has; or `problem`, why it can't be opened or isn't drawn.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"problem": Code.DOCUMENT_LOCKED if "password" in str(error).lower() else Code.DOCUMENT_DAMAGED}
    left = list(marks)
    with document:
        if len(document) > most:
            return {"problem": Code.LIMIT_EXCEEDED}
        for number in [each for each in numbers if each <= len(document)]:
            page = document[number - 1]
            here = [mark for mark in left if mark["page"] in (0, number)]
            placed = _draw(page, page.get_textpage(), Path(into) / f"{number}.png", here, [])
            left = [mark for mark in left if not any(mark is each for each in placed)]
        return {"pages": len(document)}


def _draw(
    page: Any,  # noqa: ANN401 (pdfium's)
    text: Any,  # noqa: ANN401
    out: Path,
    marks: list[dict[str, Any]],
    hidden: list[Rectangle],
) -> list[dict[str, Any]]:
    """Draw a page into a file; returns the marks it found a place for."""
    scale = DPI / 72 * min(1.0, _MOST_POINTS / max(page.get_size()))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    placed = [(mark, place) for mark in marks for place in _places(page, text, mark)[:1]]
    brush = ImageDraw.Draw(picture, "RGBA")
    font = ImageFont.truetype(_FONT, round(8 * scale)) if _has_font() else ImageFont.load_default()
    for mark, place in placed:
        left, top, right, bottom = (scale * each for each in place)
        colour = tuple(mark["colour"])
        brush.rectangle((left - 2, top - 2, right + 2, bottom + 2), outline=(*colour, 255), width=2, fill=(*colour, 40))
    for place in hidden:
        brush.rectangle(tuple(scale * each for each in place), fill=(*_MASK, 255))
    for mark, place in (each for each in placed if each[0]["label"]):  # last, so that no box lies upon a label
        _label(brush, mark, (scale * place[2] + 5, scale * place[1]), font, picture)
    picture.save(out)
    return [mark for mark, _ in placed]


def _label(brush: Any, mark: dict[str, Any], at: tuple[float, float], font: Any, picture: Image.Image) -> None:  # noqa: ANN401
    wide = brush.textlength(mark["label"], font=font)
    left = min(at[0], picture.width - wide - 4)
    box = brush.textbbox((left, at[1]), mark["label"], font=font)
    brush.rectangle((box[0] - 2, box[1] - 1, box[2] + 2, box[3] + 1), fill=(255, 255, 255, 225))
    brush.text((left, at[1]), mark["label"], font=font, fill=tuple(mark["colour"]))


def _has_font() -> bool:
    try:
        ImageFont.truetype(_FONT, 8)
    except OSError:
        return False
    return True


def _numbers(page: Any, text: Any) -> Iterable[Rectangle]:  # noqa: ANN401 (pdfium's)
    """Where each number of the shape stands, letter by letter."""
    whole = text.get_text_range()
    for match in _CPR_SHAPE.finditer(whole):
        for place in range(match.start(), match.end()):
            if whole[place].isalnum() or whole[place] in MINUS:
                yield _shown(page, text.get_charbox(place, loose=True))


def _places(page: Any, text: Any, mark: dict[str, Any]) -> list[Rectangle]:  # noqa: ANN401
    if mark.get("box"):
        return [_upright(page, mark["box"])]
    found = text.search(mark["text"], match_whole_word=False).get_next() if mark.get("text") else None
    if found is None:
        return []
    boxes = [text.get_charbox(index, loose=True) for index in range(found[0], found[0] + found[1])]
    boxes = [box for box in boxes if box[2] > box[0]]
    line = [box for box in boxes if abs(box[1] - boxes[0][1]) < box[3] - box[1]]
    if not line:
        return []
    return [
        _shown(
            page, (min(b[0] for b in line), min(b[1] for b in line), max(b[2] for b in line), max(b[3] for b in line))
        )
    ]


def _upright(page: Any, box: list[float]) -> Rectangle:  # noqa: ANN401
    """A box of ours, which knows nothing of a page that is shown turned."""
    left, top, width, height = box
    frame = page.get_cropbox(fallback_ok=True)
    return _shown(page, (frame[0] + left, frame[3] - top - height, frame[0] + left + width, frame[3] - top))


def _shown(page: Any, box: tuple[float, ...]) -> Rectangle:  # noqa: ANN401
    """A box in the PDF's own coordinates as it is shown: from above, and turned as the page is."""
    left, bottom, right, top = box
    frame = page.get_cropbox(fallback_ok=True)
    wide, high = frame[2] - frame[0], frame[3] - frame[1]
    x1, x2, y1, y2 = left - frame[0], right - frame[0], frame[3] - top, frame[3] - bottom
    match page.get_rotation():
        case 90:
            return high - y2, x1, high - y1, x2
        case 180:
            return wide - x2, high - y2, wide - x1, high - y1
        case 270:
            return y1, wide - x2, y2, wide - x1
        case _:
            return x1, y1, x2, y2
