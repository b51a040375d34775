"""Tesseract's command line: the words it sees on a picture, each with its place and how sure it is."""

import csv
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

DANISH = "dan"
INKED = 150
"""A dot of its picture that is darker than this is ink."""
UNSURE = 50.0
"""Its confidence of what it guesses: no more is given to a word that the picture speaks against."""
_SECONDS = 60
_A_WORD = "5"
"""Tesseract's level of a row that is a word. Every one is kept, stains too: a dash it isn't sure of may be a minus."""


class Word(NamedTuple):
    """One word on the picture: its box in points, y of its middle growing downwards."""

    line: tuple[str, ...]
    text: str
    x: float
    y: float
    width: float
    height: float
    confidence: float


@cache
def languages() -> frozenset[str]:
    """The languages that are installed; none where tesseract isn't."""
    if shutil.which("tesseract") is None:
        return frozenset()
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return frozenset(listed.stdout.split())


def words_on(picture: Path, *, mode: str, dpi: int, language: str = DANISH) -> list[Word]:
    """The words on a picture.

    Args:
        picture: A PNG.
        mode: Tesseract's way of finding lines, its `--psm`.
        dpi: Dots per inch.
        language: Whose letters it knows.
    """
    command = ["tesseract", str(picture), "stdout", "-l", language, "--psm", mode, "tsv"]
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}  # more threads only get in each other's way
    done = subprocess.run(command, capture_output=True, timeout=_SECONDS, env=environment, check=True)
    return _words(done.stdout.decode("utf-8", "replace"), 72 / dpi)


def _words(table: str, point: float) -> list[Word]:
    words = []
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] != _A_WORD or not text:
            continue
        left, top, width, height = (int(row[name]) * point for name in ("left", "top", "width", "height"))
        line = (row["block_num"], row["par_num"], row["line_num"])
        words.append(Word(line, text, left, top + height / 2, width, height, float(row["conf"])))
    return words
