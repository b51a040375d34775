"""Mail addresses on a scanned page: the Danish data of tesseract has no @, so what looks like one is read by the English."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from PIL import Image

from connectors.documents.tesseract import Word, languages, words_on

_ENGLISH = "eng"
_ONE_LINE = "7"
_ENDS_AS_ONE = re.compile(
    r"(?!www\.|https?:)[\w.+-]*[^\W\d_][\w.+-]*\W?[\w-]*[^\W\d_][\w-]*\.[a-z]{2,10}", re.IGNORECASE
)
_IS_ONE = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}", re.IGNORECASE)
_MARGIN = 3.0
_MOST = 10


def with_mail_addresses(words: list[Word], picture: Image.Image, folder: Path, dpi: int) -> list[Word]:
    """The words, with each mail address as one word where tesseract's English data is installed.

    Args:
        words: What the Danish data read.
        picture: The picture they were read from.
        folder: Where to put the pieces that are read again.
        dpi: The picture's dots per inch.
    """
    if _ENGLISH not in languages():
        return words
    for parts in list(_suspects(words))[:_MOST]:
        read = _read_again(parts, picture, folder, dpi)
        if read is not None:
            words = [read if word is parts[0] else word for word in words if word is parts[0] or word not in parts]
    return words


def _suspects(words: list[Word]) -> Iterator[list[Word]]:
    """One to three words on a line that end as an address does and may be one: «anna &post.dk», «anna©post.dk»."""
    for place in range(len(words)):
        for many in (3, 2, 1):
            parts = words[max(0, place - many + 1) : place + 1]
            close = all(
                after.line == before.line and after.x - before.x - before.width < before.height
                for before, after in pairwise(parts)
            )
            if len(parts) == many and close and _may_be_one([each.text for each in parts]):
                yield parts
                break


def _may_be_one(texts: list[str]) -> bool:
    """Whether the last is a domain and the rest a name and what became of the @."""
    whole = "".join(texts)
    return "@" not in whole and len(texts[0]) > 1 and _ENDS_AS_ONE.fullmatch(whole) is not None


def _read_again(parts: list[Word], picture: Image.Image, folder: Path, dpi: int) -> Word | None:
    left, right = parts[0].x - _MARGIN, parts[-1].x + parts[-1].width + _MARGIN
    top = min(word.y - word.height / 2 for word in parts) - _MARGIN
    bottom = max(word.y + word.height / 2 for word in parts) + _MARGIN
    dots = dpi / 72
    piece = picture.crop((round(left * dots), round(top * dots), round(right * dots), round(bottom * dots)))
    file = folder / "mail.png"
    piece.save(file, dpi=(dpi, dpi))
    found = words_on(file, mode=_ONE_LINE, dpi=dpi, language=_ENGLISH)
    text = "".join(word.text for word in found)
    if _IS_ONE.fullmatch(text) is None:
        return None
    first, last = parts[0], parts[-1]
    return first._replace(
        text=text,
        width=last.x + last.width - first.x,
        confidence=min(word.confidence for word in found),
    )
