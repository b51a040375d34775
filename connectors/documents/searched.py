"""A document while a template's fields are looked for in it: what each of them would ask for is found once."""

from connectors.documents.document import Document, Page, Segment
from connectors.documents.labels import Labelled, Labels
from connectors.documents.lines_of_text import LineOfText, lines_of

Places = dict[str, list[tuple[Segment, Labelled]]]


class Searched:
    """The document with the places of all the template's labels."""

    def __init__(self, document: Document, labels: Labels) -> None:
        self.document = document
        self.labels = labels
        self._places: dict[int, Places] = {}
        self._lines: dict[int, list[LineOfText]] = {}

    def places(self, page: Page) -> Places:
        """Where each label stands on a page, by its plain text, in reading order."""
        if page.number not in self._places:
            found: Places = {}
            for segment in page.segments:
                for label in self.labels.found_in(segment.text):
                    found.setdefault(label.plain, []).append((segment, label))
            self._places[page.number] = found
        return self._places[page.number]

    def lines(self, page: Page) -> list[LineOfText]:
        """The page's lines of text."""
        if page.number not in self._lines:
            self._lines[page.number] = list(lines_of(page))
        return self._lines[page.number]
