"""A table that comes a screen at a time: every row over all its pages, and as many as the system says there are."""

import re

from connectors.terminal.keys import Key
from connectors.terminal.picture import Picture
from connectors.terminal.screens import Screen
from gevinst.errors import ProcessError


class Listing(Screen):
    """A screen with a table that PF8 turns the pages of.

    Attributes:
        columns: The columns to read, by header text.
        mark: Where the screen says which page it is and how many there are; groups `page`, `pages` and `total` (rows).
    """

    columns: tuple[str, ...] = ()
    mark = re.compile(r"Side +(?P<page>\d+) +af +(?P<pages>\d+)\D+(?P<total>\d+) +i alt")

    _page = 1

    def is_on(self, picture: Picture) -> bool:
        """The title, and the page that is waited for: the one before it has the same title."""
        return super().is_on(picture) and self._marked(picture)["page"] == self._page

    def rows(self) -> list[dict[str, str]]:
        """Every row, from the first page on.

        Raises:
            ProcessError: When it doesn't start on the first page, a column isn't there once, or rows are missing.
        """
        found: list[dict[str, str]] = []
        page = 0
        while True:
            where = self._marked(self._here())
            page += 1
            if where["page"] != page:
                raise ProcessError(f"{self.case.system}: page {page} of '{self.title}' is not there")
            found += self.table(self.columns)
            if page >= where["pages"]:
                break
            self._turn(page + 1)
        if len(found) != where["total"]:
            raise ProcessError(f"{self.case.system}: '{self.title}' says {where['total']} rows and shows {len(found)}")
        return found

    def _turn(self, page: int) -> None:
        self.press(Key.PF8)
        self._page = page
        self.shown()

    def _marked(self, picture: Picture) -> dict[str, int]:
        """What the screen says of itself; page 0 while it says nothing, or two things."""
        found = [match for row in picture.rows for match in self.mark.finditer(row)]
        if len(found) != 1:
            return {"page": 0, "pages": 0, "total": 0}
        return {name: int(number) for name, number in found[0].groupdict().items()}
