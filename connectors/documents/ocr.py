"""Read a scanned page by tesseract; runs only in the limited child, which renders the page.

The page is looked at twice: cleaned of noise, and as it is, with another way of finding lines. Each look is a page of its own,
that knows the other's words: a value is believed where both say the same at the same place. Both look at the page turned
straight, since two degrees bring a value on its neighbour's line.
"""

import statistics
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from connectors.documents.mail_on_scans import with_mail_addresses
from connectors.documents.tesseract import DANISH, Word, languages, words_on

DPI = 300
_MOST_POINTS = 1200
"""A page's longest side, A3 and a little: at 300 dpi it is 25 million dots."""
_COLUMNS, _SPARSE = "4", "11"
_EM_GAP = 1.0
# In ems: how high letters of each kind stand, and how far some hang below the line.
_CAPITAL, _SMALL, _HANGING = 0.72, 0.52, 0.21
_SMALL_LETTERS = set("acemnorsuvwxz.,:;-–—_~")
_HANGING_LETTERS = set("gjpqy,;Q")
_SPECK, _ALONE = 0.2, 0.6
"""In ems: neither a point nor a minus is so small and stands so far from everything else."""


def can_read() -> bool:
    """Whether tesseract is here with its Danish, and a renderer: extras that a machine may do without."""
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        return False
    return DANISH in languages()


def read_page(path: str, number: int) -> list[dict[str, Any]]:
    """One page, from 1, as the parts of a `Page` for each of two looks at it."""
    from connectors.documents.page_cleaning import cleaned, contrasted, slope_of, straight, without_lines

    page, dpi = _rendered(path, number)
    slope = slope_of(contrasted(page))
    with tempfile.TemporaryDirectory(prefix="gevinst-ocr-") as name:
        folder = Path(name)
        looks = [
            _look(without_lines(straight(picture, slope)), folder, mode, dpi)
            for picture, mode in ((cleaned(page), _COLUMNS), (contrasted(page), _SPARSE))
        ]
    # Where a word stands on the page as it lies is reckoned from its corner; the page was turned about its middle.
    across, down = 36 * page.width / dpi, 36 * page.height / dpi
    looks = [[word._replace(x=word.x + slope * down, y=word.y - slope * across) for word in look] for look in looks]
    return [
        {
            "number": number,
            "look": place + 1,
            "segments": list(_segments(looks[place])),
            "again": [_segment([word], _em(word)) for word in looks[1 - place]],
            "text": "\n".join(" ".join(word.text for word in line) for line in _lines(looks[place])),
            "scanned": True,
            "slope": slope,
        }
        for place in (0, 1)
    ]


def _rendered(path: str, number: int) -> tuple[Image.Image, int]:
    """The page in grey, and its dots per inch: fewer for a sheet that is larger than any office's."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        page = document[number - 1]
        dpi = round(DPI * min(1.0, _MOST_POINTS / max(page.get_size())))
        return page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L"), dpi


def _look(picture: Image.Image, folder: Path, mode: str, dpi: int) -> list[Word]:
    file = folder / f"{mode}.png"
    picture.save(file, dpi=(dpi, dpi), compress_level=1)
    words = words_on(file, mode=mode, dpi=dpi)
    return with_mail_addresses(_without_specks(words), picture, folder, dpi)


def _without_specks(words: list[Word]) -> list[Word]:
    """The words without stains, which stand alone and are smaller than any sign; a dash may be a minus, and stays."""
    letters = [_em(word) for word in words if sum(map(str.isalnum, word.text)) > 1]
    if not letters:
        return words
    size = statistics.median(letters)
    specks = [word for word in words if max(word.width, word.height) < _SPECK * size]
    rest = [word for word in words if word not in specks]
    return rest + [speck for speck in specks if any(_is_beside(speck, word, _ALONE * size) for word in rest)]


def _is_beside(speck: Word, word: Word, far: float) -> bool:
    gap = max(word.x - speck.x - speck.width, speck.x - word.x - word.width)
    return gap < far and abs(speck.y - word.y) < word.height


def _em(word: Word) -> float:
    """The size of a word's font, by how high its letters stand and whether one hangs below the line."""
    letters = set(word.text)
    high = _SMALL if letters <= _SMALL_LETTERS | _HANGING_LETTERS else _CAPITAL
    return word.height / (high + (_HANGING if letters & _HANGING_LETTERS else 0.0))


def _base(word: Word) -> float:
    """Where the line is that a word stands on."""
    hanging = _HANGING * _em(word) if set(word.text) & _HANGING_LETTERS else 0.0
    return word.y + word.height / 2 - hanging


def _segments(words: Iterable[Word]) -> Iterator[dict[str, Any]]:
    for line in _lines(words):
        size = _size(line, default=statistics.median(map(_em, line)))
        run: list[Word] = []
        for word in line:
            if run and word.x - (run[-1].x + run[-1].width) > _EM_GAP * size:
                yield _segment(run, _size(run, default=size))
                run = []
            run.append(word)
        yield _segment(run, _size(run, default=size))


def _size(words: Iterable[Word], *, default: float) -> float:
    """The size of most of them; of a single letter or sign nobody can say it."""
    sizes = [_em(word) for word in words if sum(map(str.isalnum, word.text)) > 1]
    return statistics.median(sizes) if sizes else default


def _lines(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Words on a line, from left to right."""
    line: list[Word] = []
    for word in sorted(words, key=lambda each: each.y):
        if line and word.y - statistics.fmean(each.y for each in line) > 0.5 * max(each.height for each in line):
            yield sorted(line, key=lambda each: each.x)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda each: each.x)


def _segment(run: list[Word], size: float) -> dict[str, Any]:
    last = run[-1]
    return {
        "text": " ".join(word.text for word in run),
        "x": run[0].x,
        "y": statistics.median(map(_base, run)),
        "width": last.x + last.width - run[0].x,
        "size": size,
        "confidence": max(0, int(min(word.confidence for word in run))),
    }
