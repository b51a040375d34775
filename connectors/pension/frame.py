"""What all pages of the pension system share: the frame they are shown in, and how its lists are turned and counted."""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from connectors.browser.page import Page
from connectors.browser.paging import NextLink
from connectors.browser.tables import Column, Table
from connectors.pension.model import SYSTEM

RowT = TypeVar("RowT")

FRAME = "indhold"
CLOSED = ("lukket for natlig vedligeholdelse",)


class PensionPage(Page):
    """One page in the frame; the address bar stays on the frameset whatever is shown."""

    system = SYSTEM
    frame = (FRAME,)
    expired = ("Sessionen er udløbet",)
    closed = CLOSED


class Listing(PensionPage):
    """A page with a table that comes a few rows at a time, and says how many there are.

    Attributes:
        table_id: Of the table.
        row: The type of its rows.
        columns: A column for each of the row's fields.
    """

    table_id: ClassVar[str]
    row: ClassVar[type]
    columns: ClassVar[Mapping[str, Column]]

    @property
    def table(self) -> Table:  # type: ignore[type-arg]
        """Every row over all pages of the table, from the first page on."""
        return Table(
            self,
            f"table#{self.table_id}",
            self.row,
            self.columns,
            pager=NextLink(within="#sider"),
            total=self._total,
        )

    def _total(self) -> int:
        words = self.here.locator("#sider").inner_text().replace("-", " ").split()  # Side 1 af 3 - 12 i alt
        return int(words[words.index("i") - 1])
