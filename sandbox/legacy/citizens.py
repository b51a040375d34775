"""Citizens and what is registered on them: everything by postback, at one URL."""

import re
from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Request, Response

from sandbox.legacy import state
from sandbox.legacy.forms import Posted
from sandbox.legacy.pages import Pages
from sandbox.web.faults import Fault

PAGE_ROWS = 5
_DATE = re.compile(r"\d{2}-\d{2}-\d{4}")
_AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})*|\d+),\d{2}")
_Answer = Callable[[], Response]


class Citizens(Pages):
    """*Søg borger*, *Borger*, *Registrér bilag*, *Kvittering* and *Registrering*."""

    def _postback(self, request: Request, posted: Posted) -> Response:
        """What each `__EVENTTARGET` brings up; anything else is a fresh search page."""
        wanted = posted.argument
        pages: dict[str, _Answer] = {
            "soeg": lambda: self._found(posted, posted.fields, page=1),
            "soegside": lambda: self._found(posted, posted.state, page=int(wanted)),
            "vaelg": lambda: self._citizen(wanted, page=1),
            "side": lambda: self._citizen(posted.state["cpr"], page=int(wanted)),
            "nyt": lambda: self._form(posted),
            "gem": lambda: self._save(request, posted),
            "vis": lambda: self._registration(wanted, page=1),
            "filside": lambda: self._registration(posted.state["number"], page=int(wanted)),
            "upload": lambda: self._upload(request, posted),
        }
        return pages.get(posted.action, lambda: self._page("search.html", rows=None, fields={}))()

    def _found(self, posted: Posted, fields: dict[str, str], page: int) -> Response:
        if not self.strikes(Fault.SEARCH_IGNORES, posted):
            return self._search(fields, page)
        everybody = state.select(self.database, "SELECT * FROM citizens ORDER BY cpr")
        wanted = {name: fields.get(name, "").strip() for name in ("cpr", "reference")}
        return self._page("search.html", state=wanted, fields=wanted, **_paged(everybody, page))

    def _search(self, fields: dict[str, str], page: int) -> Response:
        wanted = {name: fields.get(name, "").strip() for name in ("cpr", "reference")}
        cpr = wanted["cpr"].replace("-", "")
        found = state.select(
            self.database,
            "SELECT DISTINCT c.* FROM citizens c LEFT JOIN registrations r ON r.cpr = c.cpr "
            "WHERE (? = '' OR c.cpr = ?) AND (? = '' OR r.reference = ?) ORDER BY c.cpr",
            *(cpr, cpr, wanted["reference"], wanted["reference"]),
        )
        if not any(wanted.values()):
            return self._page("search.html", rows=None, fields=wanted, error="Angiv mindst ét søgekriterium.")
        return self._page("search.html", state=wanted, fields=wanted, **_paged(found, page))

    def _citizen(self, cpr: str, page: int) -> Response:
        citizen = self._one("SELECT * FROM citizens WHERE cpr = ?", cpr)
        found = state.select(self.database, "SELECT * FROM registrations WHERE cpr = ? ORDER BY id", cpr)
        return self._page("citizen.html", state={"cpr": cpr}, citizen=citizen, **_paged(found, page))

    def _form(self, posted: Posted, error: str = "") -> Response:
        changed = self.strikes(Fault.CHANGED_LABEL, posted)
        return self._page(
            "form.html",
            state={"cpr": posted.state["cpr"]},
            amount_label="Bevilget sum" if changed else "Beløb",
            fields=posted.fields,
            error=error,
        )

    def _save(self, request: Request, posted: Posted) -> Response:
        if error := _complaint(posted.fields):
            return self._form(posted, error)
        with self.saving(request, posted):
            number = state.save_registration(self.database, {**posted.fields, "cpr": posted.state["cpr"]})
        return self._page("receipt.html", state=posted.state, number=number)

    def _registration(self, number: str, page: int, error: str = "") -> Response:
        registration = self._one("SELECT * FROM registrations WHERE number = ?", number)
        files = state.select(self.database, "SELECT * FROM files WHERE registration = ? ORDER BY id", number)
        return self._page(
            "registration.html", state={"number": number}, row=registration, error=error, **_paged(files, page)
        )

    def _upload(self, request: Request, posted: Posted) -> Response:
        number = posted.state["number"]
        if posted.upload is None:
            return self._registration(number, page=1, error="Vælg en fil.")
        with self.saving(request, posted):
            state.save_file(
                self.database,
                registration=number,
                name=posted.upload.name,
                remark=posted.fields.get("bemaerkning", ""),
                content=posted.upload.content,
            )
        return self._registration(number, page=1)


def _paged(found: list[Any], page: int) -> dict[str, Any]:
    """One page of a table, as every template with a table needs it."""
    pages = max(1, -(-len(found) // PAGE_ROWS))
    shown = found[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    return {"rows": shown, "page": page, "pages": pages, "total": len(found)}


def _complaint(fields: dict[str, str]) -> str:
    """What the system itself checks before it saves; it knows no duplicates."""
    if not fields.get("kind"):
        return "Vælg art."
    if not all(_DATE.fullmatch(fields.get(name, "")) for name in ("treatment_date", "received")):
        return "Datoer skrives dd-mm-åååå."
    if fields.get("amount") and not _AMOUNT.fullmatch(fields["amount"]):
        return "Beløb skrives som 1.234,56."
    return ""
