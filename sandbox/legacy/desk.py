"""The window that looks a provider up for another page, and a form that forgets."""

import re

from werkzeug.wrappers import Request, Response

from sandbox.legacy.forms import Posted
from sandbox.legacy.pages import Pages
from sandbox.legacy.state import save_enquiry, select
from sandbox.web.faults import Fault

_DATE = re.compile(r"\d{2}-\d{2}-\d{4}")


class Desk(Pages):
    """*Find udbyder* and *Ny henvendelse*."""

    def _providers(self, _request: Request, posted: Posted, _rest: list[str]) -> Response:
        """Without a word to search for, nothing is shown yet."""
        wanted = posted.fields.get("soegeord", "").strip()
        used = "" if self.strikes(Fault.SEARCH_IGNORES, posted) else wanted
        query = "SELECT * FROM providers WHERE instr(name, ?) OR cvr = ? ORDER BY name"
        rows = select(self.database, query, used, used) if wanted else None
        return self._page("providers.html", wanted=wanted, rows=rows)

    def _enquiry(self, request: Request, posted: Posted, _rest: list[str]) -> Response:
        """Nothing of what was typed comes back: not after a refusal, and not by the browser's *Tilbage*."""
        if posted.action != "opret":
            return self._page("enquiry.html")
        fields = posted.fields
        if not fields.get("emne") or not _DATE.fullmatch(fields.get("modtaget", "")):
            return self._page("enquiry_refused.html")
        with self.saving(request, posted):
            number = save_enquiry(
                self.database, subject=fields["emne"], received=fields["modtaget"], content=fields.get("tekst", "")
            )
        return self._page("enquiry_receipt.html", number=number)
