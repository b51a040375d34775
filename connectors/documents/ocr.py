"""Read a scanned page by tesseract; runs only in the limited child, which renders the page.

The page is looked at twice, in two sizes and with two ways of finding lines: a value is believed where both agree. The
words' places are turned back by the slope of the page, since two degrees bring a value on its neighbour's line.
"""

import csv
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

DPI = 300
_SECOND_DPI = 400
_MOST_POINTS = 1200
"""A page's longest side, A3 and a little: at 300 dpi it is 25 million dots, at 400 dpi 44 million."""
_SECONDS = 60
_A_WORD = "5"
"""Tesseract's level of a row that is a word. Every one is kept, stains too: a dash it isn't sure of may be a minus."""
_EM_GAP = 1.0
_DOTS_TO_SIZE = 1.35
"""From the height of a line of words to its font's size, about."""


class Word(NamedTuple):
    """One word on the picture: its box in points, y of its middle growing downwards."""

    line: tuple[str, ...]
    text: str
    x: float
    y: float
    width: float
    height: float
    confidence: float


def can_read() -> bool:
    """Whether tesseract is here with its Danish, and a renderer: extras that a machine may do without."""
    try:
        import pypdfium2  # noqa: F401
    except ImportError:
        return False
    return shutil.which("tesseract") is not None


def read_page(path: str, number: int) -> dict[str, Any]:
    """One page, from 1, as the parts of `Page`: segments by the first look, text by the second."""
    with tempfile.TemporaryDirectory(prefix="gevinst-ocr-") as folder:
        pictures = _render(path, number, Path(folder))
        words = _words(_tesseract(pictures[0], "4", "tsv"), 72 / DPI)
        text = _tesseract(pictures[1], "6", "txt")
    slope = _slope(words)
    # Upright, as if the page lay straight.
    words = [word._replace(y=word.y - slope * word.x, x=word.x + slope * word.y) for word in words]
    return {"number": number, "segments": list(_segments(words)), "text": text, "scanned": True, "slope": slope}


def _render(path: str, number: int, folder: Path) -> list[Path]:
    import pypdfium2

    pictures = []
    document = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    for dpi in (DPI, _SECOND_DPI):
        scale = dpi / 72 * min(1.0, _MOST_POINTS / max(page.get_size()))
        picture = folder / f"{dpi}.png"
        page.render(scale=scale, grayscale=True).to_pil().save(picture, dpi=(dpi, dpi), compress_level=1)
        pictures.append(picture)
    document.close()
    return pictures


def _tesseract(picture: Path, mode: str, form: str) -> str:
    command = ["tesseract", str(picture), "stdout", "-l", "dan", "--psm", mode, form]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # more threads only get in each other's way
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, env=environment, check=True)
    return done.stdout.decode("utf-8", "replace")


def _words(table: str, point: float) -> list[Word]:
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = []
    for row in rows:
        text = (row["text"] or "").strip()
        if row["level"] != _A_WORD or not text:
            continue
        left, top, width, height = (int(row[name]) * point for name in ("left", "top", "width", "height"))
        line = (row["block_num"], row["par_num"], row["line_num"])
        words.append(Word(line, text, left, top + height / 2, width, height, float(row["conf"])))
    return words


def _slope(words: list[Word]) -> float:
    """How much the page leans: the slope of the lines that tesseract itself found."""
    slopes = []
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        run = line[-1].x - line[0].x
        if run > 100:  # points: on a shorter line the letters' own heights are more than the slope
            slopes.append((line[-1].y - line[0].y) / run)
    return statistics.median(slopes) if slopes else 0.0


def _segments(words: Iterable[Word]) -> Iterator[dict[str, Any]]:
    for line in _lines(words):
        size = _DOTS_TO_SIZE * statistics.median(word.height for word in line)
        run: list[Word] = []
        for word in sorted(line, key=lambda each: each.x):
            if run and word.x - (run[-1].x + run[-1].width) > _EM_GAP * size:
                yield _segment(run, size)
                run = []
            run.append(word)
        yield _segment(run, size)


def _lines(words: Iterable[Word]) -> Iterator[list[Word]]:
    line: list[Word] = []
    for word in sorted(words, key=lambda each: each.y):
        if line and word.y - statistics.fmean(each.y for each in line) > 0.5 * max(each.height for each in line):
            yield line
            line = []
        line.append(word)
    if line:
        yield line


def _segment(run: list[Word], size: float) -> dict[str, Any]:
    last = run[-1]
    return {
        "text": " ".join(word.text for word in run),
        "x": run[0].x,
        "y": statistics.fmean(word.y for word in run) + 0.35 * size,
        "width": last.x + last.width - run[0].x,
        "size": size,
        "confidence": round(min(word.confidence for word in run)),
    }
