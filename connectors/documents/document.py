"""The one model every reader gives: pages of positioned segments, form fields, content controls, tables, flags."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from connectors.documents.cleaning import Clean
from gevinst.codes import Code

MAX_ON_PAGE = 3000
MAX_IN_ALL = 20_000
"""Segments, or table cells: what is done with them grows by their square, and outside the child."""


def too_much(counts: Iterable[int]) -> bool:
    """Whether pages (or tables) of so many segments (or cells) are more than any letter has."""
    each = list(counts)
    return max(each, default=0) > MAX_ON_PAGE or sum(each) > MAX_IN_ALL


class Segment(BaseModel):
    """A run of text on one line, without a gap of more than about one em. `x`, `y` in points, y grows downwards."""

    model_config = ConfigDict(frozen=True)

    text: Clean
    x: float
    y: float
    size: float


class Page(BaseModel):
    """One page: its segments in reading order, and the plain text as a second witness."""

    model_config = ConfigDict(frozen=True)

    number: int
    segments: tuple[Segment, ...] = ()
    text: Clean = ""


class Document(BaseModel):
    """What was read of one file. `repr` shows no content.

    Attributes:
        form_fields: A PDF form's fields with their values; an empty one stands there empty.
        controls: A Word file's content controls by tag, in order; a repeated tag stands there twice.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...] = ()
    form_fields: tuple[tuple[Clean, Clean], ...] = ()
    controls: tuple[tuple[Clean, Clean], ...] = ()
    tables: tuple[tuple[tuple[Clean, ...], ...], ...] = ()
    flags: frozenset[str] = frozenset()
    problem: Code | None = None

    @property
    def text(self) -> str:
        """All text there is, whatever part of the file it came from."""
        parts = [page.text for page in self.pages]
        parts += [f"{name}: {value}" for name, value in (*self.form_fields, *self.controls) if value]
        return "\n".join(parts)

    def __repr__(self) -> str:
        return f"Document({self.sha256[:12]}, {self.media_type}, pages={len(self.pages)}, problem={self.problem})"

    __str__ = __repr__
