"""PENSYS gone wrong in ways no fault is armed for: texts on its pages altered, or a search that doesn't filter."""

from pathlib import Path
from typing import Any

from werkzeug.wrappers import Response

from sandbox.legacy.app import Pensys
from sandbox.legacy.forms import CHARSET
from sandbox.legacy.state import select


class Altered(Pensys):
    """A PENSYS on whose pages one text is written otherwise, as after an upgrade nobody announced."""

    def __init__(self, database: Path, was: str, now: str) -> None:
        super().__init__(database)
        self._was, self._now = was.encode(CHARSET), now.encode(CHARSET)

    def _page(self, template: str, **values: Any) -> Response:
        response = super()._page(template, **values)
        response.set_data(response.get_data().replace(self._was, self._now))
        return response


class Deaf(Pensys):
    """A PENSYS whose search shows everybody, whatever was typed."""

    def _search(self, fields: dict[str, str], page: int) -> Response:
        everybody = select(self.database, "SELECT * FROM citizens ORDER BY cpr LIMIT 3")
        wanted = {name: fields.get(name, "") for name in ("cpr", "reference")}
        return self._page("search.html", state=wanted, fields=wanted, rows=everybody, page=1, pages=1, total=3)


class Blind(Pensys):
    """A PENSYS whose search by reference finds nothing, as with an index that was never built."""

    def _search(self, fields: dict[str, str], page: int) -> Response:
        if not fields.get("reference"):
            return super()._search(fields, page)
        wanted = {"cpr": "", "reference": fields["reference"]}
        return self._page("search.html", state=wanted, fields=wanted, rows=[], page=1, pages=1, total=0)
