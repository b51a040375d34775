"""Tables read by header text, across the pages of a list, into typed rows: a column may move, but not go.

Old systems build tables in all ways: say in `Shape` what their parts are. A list that changes while it is read shows a row
twice or not at all: so rows are told apart by a key, and counted where the system says how many there are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from playwright.sync_api import Locator

from connectors.browser.errors import speaking_to, understanding
from connectors.browser.page import Page
from connectors.browser.paging import Pager
from gevinst.errors import ProcessError

RowT = TypeVar("RowT")


@dataclass(frozen=True)
class Shape:
    """What a table's parts are, by selectors: of headers and rows in the table, of cells in their row (CSS only)."""

    header: str = "xpath=(./*/tr[th])[1]/*"
    row: str = "xpath=./*/tr[td][not(td[@colspan]/table)]"
    cell: str = ":scope > td, :scope > th"


HTML = Shape()
"""Of the table itself, not of tables in it; the row of page numbers that some grids end with is none of its rows."""
ARIA = Shape(
    header="[role=columnheader]",
    row="[role=row]:has([role=gridcell], [role=cell])",
    cell="[role=gridcell], [role=cell]",
)


@dataclass(frozen=True)
class Column:
    """One column, by its header's text.

    Attributes:
        header: The whole text.
        read: Makes the value of a cell's text; raises `UnreadableValue`.
        blank: What an empty cell means; without one it is read like any other.
    """

    header: str
    read: Callable[[str], Any] = str
    blank: object = field(default=..., repr=False)

    def value(self, text: str) -> object:
        """The cell's value."""
        return self.blank if not text and self.blank is not ... else self.read(text)


class Table(Generic[RowT]):
    """A table on a page, which may go on over further pages.

    Args:
        page: The page that is shown.
        selector: Of the table, in the page.
        row: The type of a row, made of the columns' values by name.
        columns: A column for each of its fields.
        pager: How it goes on; none if it doesn't.
        key: The field that no two rows share; none if there is no such field.
        total: How many rows the system says there are, from the page that is shown.
    """

    def __init__(
        self,
        page: Page,
        selector: str,
        row: Callable[..., RowT],
        columns: Mapping[str, Column],
        *,
        pager: Pager | None = None,
        key: str = "",
        total: Callable[[], int] | None = None,
        shape: Shape = HTML,
    ) -> None:
        self._page, self._selector, self._row, self._columns = page, selector, row, columns
        self._pager, self._key, self._total, self._shape = pager, key, total, shape

    def rows(self) -> list[RowT]:
        """Every row from the page that is shown to the list's last.

        Raises:
            ProcessError: A column is missing or there twice, a cell isn't of its kind, a row comes twice, or there are
                more or fewer than the system says.
        """
        found: list[RowT] = []
        keys: set[object] = set()
        for texts in self._all():
            with understanding(self._page.system, "a row of a table"):
                values = {name: column.value(texts[column.header]) for name, column in self._columns.items()}
            if self._key and values[self._key] in keys:
                raise ProcessError(f"{self._page.system}: a list shows a row twice; it changed while it was read")
            keys.add(values.get(self._key))
            found.append(self._row(**values))
        if self._total is not None and len(found) != self._total():
            raise ProcessError(f"{self._page.system}: a list says {self._total()} rows and shows {len(found)}")
        return found

    def row_with(self, header: str, text: str) -> Locator:
        """The one row with this text in this column, on whichever page it stands; that page is shown afterwards.

        Raises:
            ProcessError: No row has it, or two on one page have.
        """
        with speaking_to(self._page.system):
            while True:
                texts = [row[header] for row in self._shown((header,))]
                if texts.count(text) > 1:
                    raise ProcessError(f"{self._page.system}: two rows have the same '{header}'")
                if text in texts:
                    return self._here.locator(self._shape.row).nth(texts.index(text))
                if self._pager is None or not self._pager.turn(self._page):
                    raise ProcessError(f"{self._page.system}: the row isn't in the list")

    def _all(self) -> Iterator[dict[str, str]]:
        headers = tuple(column.header for column in self._columns.values())
        with speaking_to(self._page.system):
            while True:
                yield from self._shown(headers)
                if self._pager is None or not self._pager.turn(self._page):
                    return

    @property
    def _here(self) -> Locator:
        return self._page.here.locator(self._selector)

    def _shown(self, headers: Sequence[str]) -> list[dict[str, str]]:
        return read_rows(self._here, headers, self._shape)


_TEXTS = "(rows, cell) => rows.map(row => [...row.querySelectorAll(cell)].map(each => each.innerText.trim()))"
"""All rows by one question: a list of a hundred pages has thousands of cells."""


def read_rows(table: Locator, wanted: Sequence[str], shape: Shape = HTML) -> list[dict[str, str]]:
    """The rows that are shown, with the texts of the columns wanted.

    Raises:
        ProcessError: A column is missing or there twice, or a row has another number of cells than there are headers.
    """
    headers = [text.strip() for text in table.locator(shape.header).all_inner_texts()]
    for header in wanted:
        if headers.count(header) != 1:
            raise ProcessError(f"the column '{header}' is there {headers.count(header)} times; the screen has changed")
    rows: list[list[str]] = table.locator(shape.row).evaluate_all(_TEXTS, shape.cell)
    if any(len(cells) != len(headers) for cells in rows):
        raise ProcessError("a row has another number of cells than its header")
    places = {header: headers.index(header) for header in wanted}
    return [{header: cells[place] for header, place in places.items()} for cells in rows]
