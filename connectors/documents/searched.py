"""A document while a template's fields are looked for in it: what each of them would ask for is found once."""

from collections.abc import Iterator
from typing import NamedTuple

from connectors.documents.broken_labels import LabelsOnPage
from connectors.documents.document import Document, Page, Segment
from connectors.documents.labels import Labelled, Labels
from connectors.documents.lines_of_text import LineOfText, lines_of


class Place(NamedTuple):
    """Where a label stands; `more` are its further lines, where it is broken."""

    segment: Segment
    found: Labelled
    more: tuple[Segment, ...] = ()


Places = dict[str, list[Place]]


class Searched:
    """The document with the places of all the template's labels."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self._places: dict[int, Places] = {}
        self._on: dict[int, LabelsOnPage] = {}
        self._lines: dict[int, list[LineOfText]] = {}

    def places(self, page: Page) -> Places:
        """Where each label stands on a page, by its plain text, in reading order."""
        if id(page) not in self._places:
            found: Places = {}
            for place in self._found(page):
                found.setdefault(place.found.plain, []).append(place)
            self._places[id(page)] = found
        return self._places[id(page)]

    def on(self, page: Page) -> LabelsOnPage:
        """The labels as they stand on a page."""
        if id(page) not in self._on:
            self._on[id(page)] = LabelsOnPage(page, self.labels)
        return self._on[id(page)]

    def _found(self, page: Page) -> Iterator[Place]:
        here = self.on(page)
        for segment in page.segments:
            if id(segment) in here.inside:
                continue
            if label := here.broken.get(id(segment)):
                closed = label.text.rstrip().endswith(":")
                yield Place(segment, Labelled(label.text.rstrip(": "), "", closed=closed), label.lines[1:])
            else:
                yield from (Place(segment, found) for found in self.labels.found_in(here.text_of(segment)))

    def lines(self, page: Page) -> list[LineOfText]:
        """The page's lines of text."""
        if id(page) not in self._lines:
            self._lines[id(page)] = list(lines_of(page))
        return self._lines[id(page)]
