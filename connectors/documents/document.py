"""The one model every reader gives: pages of positioned segments, form fields, content controls, tables, XML, flags."""

import re
from collections.abc import Iterable
from functools import cached_property

from pydantic import BaseModel, ConfigDict, model_validator

from connectors.documents.cleaning import Clean
from gevinst.codes import Code

MAX_PAGES = 500
MAX_ON_PAGE = 3000
MAX_IN_ALL = 20_000
"""Segments, or table cells: what is done with them grows by their square, and outside the child."""

_NUMBER = re.compile(r"\[\d+\]")


def too_much(counts: Iterable[int]) -> bool:
    """Whether pages (or tables) of so many segments (or cells) are more than any letter has."""
    each = list(counts)
    return max(each, default=0) > MAX_ON_PAGE or sum(each) > MAX_IN_ALL


class Segment(BaseModel):
    """A run of text on one line, without a gap of more than about one em.

    Attributes:
        text: The words.
        x: Points from the page's left edge to where it begins.
        y: Points from the page's top to the line it stands on.
        width: Points, about: a PDF's reader gives none, so it is reckoned from an ordinary font's letters.
        size: The font's, in points.
        confidence: How sure a machine is that read it off a picture, its least certain word counting, 0 to 100; None for
            text that is text.
    """

    model_config = ConfigDict(frozen=True)

    text: Clean
    x: float
    y: float
    size: float
    width: float = 0.0
    confidence: int | None = None


class Page(BaseModel):
    """One page: its segments in reading order, and the plain text as a second witness.

    Attributes:
        scanned: Read off a picture, which is looked at twice: there are two of them with one number.
        look: Which of the two it is.
        again: The words that the other look found, each with its place.
        unread: The places of a scanned page where there is ink that neither look read.
        slope: How much a scanned page leans, as rise over run: its segments stand as if it lay straight.
        unseen: Its text isn't all there is to see, or not what there is to see: somebody must look at the picture.
    """

    model_config = ConfigDict(frozen=True)

    number: int
    segments: tuple[Segment, ...] = ()
    text: Clean = ""
    scanned: bool = False
    look: int = 1
    again: tuple[Segment, ...] = ()
    unread: tuple[Segment, ...] = ()
    slope: float = 0.0
    unseen: bool = False


class Node(BaseModel):
    """One element of an e-invoice: its path from below the root, its text and its attributes."""

    model_config = ConfigDict(frozen=True)

    path: str
    value: Clean
    attributes: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _from_the_child(cls, said: object) -> object:
        """The child gives path, value and attributes in a row."""
        return dict(zip(("path", "value", "attributes"), said, strict=True)) if isinstance(said, list) else said

    @cached_property
    def plain_path(self) -> str:
        """The path as templates write it, without the numbers of repeated elements."""
        return _NUMBER.sub("", self.path)


class Document(BaseModel):
    """What was read of one file. `repr` shows no content.

    Attributes:
        form_fields: A PDF form's fields with their values; an empty one stands there empty.
        controls: A Word file's content controls by tag, in order; a repeated tag stands there twice.
        xml_type: The e-invoice's format: `oioubl`, `peppol` or `cii`; empty for what is none.
        nodes: The e-invoice's elements, of the file itself or of the one attached to a PDF.
        attachments: The names of the files inside a PDF.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...] = ()
    form_fields: tuple[tuple[Clean, Clean], ...] = ()
    controls: tuple[tuple[Clean, Clean], ...] = ()
    tables: tuple[tuple[tuple[Clean, ...], ...], ...] = ()
    xml_type: str = ""
    nodes: tuple[Node, ...] = ()
    attachments: tuple[Clean, ...] = ()
    flags: frozenset[str] = frozenset()
    problem: Code | None = None

    @property
    def text(self) -> str:
        """All text there is, whatever part of the file it came from."""
        parts = [page.text for page in self.pages]
        parts += [f"{name}: {value}" for name, value in (*self.form_fields, *self.controls) if value]
        parts += [node.value for node in self.nodes]
        return "\n".join(parts)

    def __repr__(self) -> str:
        return f"Document({self.sha256[:12]}, {self.media_type}, pages={len(self.pages)}, problem={self.problem})"

    __str__ = __repr__
