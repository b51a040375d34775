"""How PENSYS draws a page, in ISO-8859-1; the groups of pages build on it."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from gevinst.values.amount import format_amount
from sandbox.legacy.forms import CHARSET, Posted, pack, read
from sandbox.legacy.state import select
from sandbox.web.application import Application

_templates = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_templates.filters["kroner"] = lambda oere: format_amount(oere / 100)
_templates.filters["dato"] = lambda iso: "-".join(reversed(iso.split("-")))


class Pages(Application[Posted]):
    """What every group of pages needs."""

    def understand(self, request: Request) -> Posted:
        """A postback, or the page that is asked for."""
        return read(request)

    def failed(self, request: Request, status: int) -> Response:
        """The page *Serverfejl*."""
        return self._page("error.html", status=status)

    def _page(
        self,
        template: str,
        *,
        state: dict[str, str] | None = None,
        status: int = 200,
        **values: Any,  # noqa: ANN401 (whatever the template shows)
    ) -> Response:
        body = _templates.get_template(template).render(view_state=pack(state or {}), **values)
        return Response(body.encode(CHARSET, "xmlcharrefreplace"), status, content_type=f"text/html; charset={CHARSET}")

    def _one(self, query: str, *values: str) -> Any:  # noqa: ANN401 (a row, whose columns the query names)
        """The first row.

        Raises:
            NotFound: There is none.
        """
        for row in select(self.database, query, *values):
            return row
        raise NotFound
