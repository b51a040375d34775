"""*Sagsliste*: a WebForms grid, whose pages, sort and filter are all postbacks to itself."""

from sqlite3 import Row

from werkzeug.wrappers import Request, Response

from sandbox.legacy.forms import Posted
from sandbox.legacy.pages import Pages
from sandbox.legacy.seeds import YEARS
from sandbox.legacy.state import select
from sandbox.web.faults import Fault

GRID = "ctl00$ContentPlaceHolder1$GridView1"
PAGE_ROWS = 20
_BLOCK = 10  # page numbers that are shown at a time
_COLUMNS = {"Sagsnr.": "number", "Oprettet": "opened", "Sagstype": "kind", "Status": "status", "Beløb": "amount_oere"}
_FRESH = {"year": "", "sort": "Sagsnr.", "falling": "", "page": "1"}


class CaseList(Pages):
    """Two thousand cases, twenty a page."""

    def _cases(self, _request: Request, posted: Posted, _rest: list[str]) -> Response:
        seen = _FRESH | posted.state
        if posted.action == GRID:
            seen |= _moved(seen, *posted.argument.split("$", 1))
        elif "year" in posted.fields:
            seen = _FRESH | {"year": posted.fields["year"]}
        ignores = self.strikes(Fault.SEARCH_IGNORES, posted)
        changed = self.strikes(Fault.CHANGED_LABEL, posted)
        return self._cases_page(seen, self._cases_of("" if ignores else seen["year"]), changed=changed)

    def _cases_of(self, year: str) -> list[Row]:
        return select(self.database, "SELECT * FROM cases WHERE ? = '' OR substr(opened, 1, 4) = ?", year, year)

    def _cases_page(self, seen: dict[str, str], found: list[Row], *, changed: bool) -> Response:
        column = _COLUMNS[seen["sort"]]
        found.sort(key=lambda row: (row[column], row["number"]), reverse=bool(seen["falling"]))
        page, pages = int(seen["page"]), max(1, -(-len(found) // PAGE_ROWS))
        first = (page - 1) // _BLOCK * _BLOCK + 1
        return self._page(
            "cases.html",
            state=seen,
            grid=GRID,
            headers=[(name, "Sagsbeløb" if changed and name == "Beløb" else name) for name in _COLUMNS],
            years=YEARS,
            year=seen["year"],
            rows=found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS],
            total=len(found),
            page=page,
            numbers=range(first, min(first + _BLOCK, pages + 1)),
            pages=pages,
        )


def _moved(seen: dict[str, str], command: str, argument: str) -> dict[str, str]:
    """`Page$3` turns to that page; `Sort$Beløb` sorts from the first page on, and the other way round the second time."""
    if command == "Page":
        return {"page": argument}
    falls = seen["sort"] == argument and not seen["falling"]
    return {"sort": argument, "falling": "ja" if falls else "", "page": "1"}
