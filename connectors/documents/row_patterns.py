"""The lines of an invoice by how their rows are written: each row between start and end is known, or nothing is read."""

import re
from collections.abc import Iterable, Iterator

from connectors.documents.document import Page
from connectors.documents.labels import plain
from connectors.documents.lines_of_text import LineOfText, lines_of
from connectors.documents.templates import RowPatterns
from gevinst.values.errors import UnreadableValue

Row = dict[str, str]


def patterned_rows(
    pages: Iterable[Page], patterns: RowPatterns, ends_at: tuple[str, ...]
) -> Iterator[tuple[Page, Row]]:
    """The rows with the page each begins on.

    Where no end stands on a page, the rows go on upon the next: below its start, if it has one, else from its top.

    Raises:
        UnreadableValue: A row is none of those that are known: it may be a line, and a sum without it proves nothing.
    """
    row: tuple[Page, Row] | None = None
    for page, text in _between(pages, patterns.starts_at, ends_at):
        if _matched(text, patterns.others) is not None:
            continue
        found = _matched(text, patterns.lines)
        if found is None:
            _go_on(row, _matched(text, patterns.more))
            continue
        if row is not None:
            yield row
        row = page, found
    if row is not None:
        yield row


def _between(pages: Iterable[Page], starts_at: tuple[str, ...], ends_at: tuple[str, ...]) -> Iterator[tuple[Page, str]]:
    """The lines of text between start and end, from page to page."""
    goes_on = False
    for page in pages:
        lines = list(lines_of(page))
        first = next((place for place, line in enumerate(lines) if _begins(line, starts_at)), None)
        if first is None and not goes_on:
            continue
        goes_on = True
        for line in lines[0 if first is None else first + 1 :]:
            if any(_says(each.text, ends_at) for each in line.segments):
                goes_on = False
                break
            yield page, line.text


def _go_on(row: tuple[Page, Row] | None, more: Row | None) -> None:
    """Add what goes on below a line to it."""
    if row is None or more is None:
        raise UnreadableValue("line of an invoice", "written in one of the ways that the template knows")
    for name, text in more.items():
        row[1][name] = f"{row[1][name]} {text}" if row[1].get(name) else text


def _begins(line: LineOfText, starts_at: tuple[str, ...]) -> bool:
    return _says(line.segments[0].text, starts_at)


def _says(text: str, beginnings: tuple[str, ...]) -> bool:
    return plain(text).startswith(tuple(map(plain, beginnings)))


def _matched(text: str, patterns: tuple[str, ...]) -> Row | None:
    """What a row's groups hold; None where it is written in none of the ways."""
    for pattern in patterns:
        if match := re.fullmatch(pattern, text):
            return {name: held.strip() for name, held in match.groupdict().items() if held and held.strip()}
    return None
