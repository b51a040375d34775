"""A visit to PENSYS without a browser: its own forms over HTTP, behind the face of `connectors.pension.session.Pension`.

With a browser in every run, 500 kills would take most of a day. The acts, the fence's question and the journal are the
product's own; only pages are fetched and read in a quicker way.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from lxml import html

from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration, RegistrationForm, Upload
from gevinst.errors import ProcessError, RetryLater, SystemDown
from gevinst.items.act import Ownership
from gevinst.settings import settings
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import read_date
from gevinst.values.personal import Personal
from sandbox.legacy.forms import CHARSET, pack

_FIELDS = {
    "Behandling": "treatment",
    "Dato": "treatment_date",
    "Beløb": "amount",
    "Behandler": "provider",
    "CVR": "cvr",
    "Modtaget": "received",
    "Afsender": "sender",
    "Ekstern reference": "reference",
}


class FormsVisit:
    """One signed-in visit."""

    def __init__(self, log_access: Any, *, read_only: bool = False) -> None:
        self.personal: set[str] = set()
        self._log_access = log_access
        self._logged: set[Cpr] = set()
        self._read_only = read_only
        self._signed_in = False
        self.client = httpx.Client(base_url=settings().pension_url, timeout=30)

    # --- what the steps and acts ask --------------------------------------------------------------------------------

    def citizen(self, cpr: Cpr) -> Citizen | None:
        """The citizen, or None."""
        if cpr not in self._logged:
            self._log_access(cpr)
            self._logged.add(cpr)
        found = self._read("soeg", fields={"cpr": cpr.digits})
        if not _rows(found, "borgere"):
            return None
        page = self._read("vaelg", cpr.digits)
        data = dict(
            zip(_texts(page, "//table[@id='stamdata']//th"), _texts(page, "//table[@id='stamdata']//td"), strict=True)
        )
        return Citizen(
            cpr=Cpr.parse(data["CPR-nummer"]),
            name=Personal(data["Navn"]),
            protected=data["Navne- og adressebeskyttelse"] == "Ja",
            deceased=data["Status"] == "Død",
            has_grant=data["Helbredstillæg"] == "Bevilget",
        )

    def registrations(self, cpr: Cpr) -> tuple[Registration, ...]:
        """Everything registered on the citizen, over all pages."""
        rows = self._listing("registreringer", "vaelg", cpr.digits, turn="side", memory={"cpr": cpr.digits})
        return tuple(
            Registration(
                number=row["Nummer"],
                kind=row["Art"],
                treatment=row["Behandling"],
                treatment_date=read_date(row["Dato"]),
                amount=read_amount(row["Beløb"]) if row["Beløb"] else None,
                cvr=row["CVR"],
                reference=row["Ekstern reference"],
            )
            for row in rows
        )

    def citizens_with(self, reference: str) -> list[Cpr]:
        """The citizens with something under this reference."""
        return [
            Cpr.parse(row["CPR-nummer"])
            for row in _rows(self._read("soeg", fields={"reference": reference}), "borgere")
        ]

    def files(self, _cpr: Cpr, number: str) -> tuple[FiledDocument, ...]:
        """What is filed on a registration, over all pages."""
        rows = self._listing("filer", "vis", number, turn="filside", memory={"number": number})
        return tuple(FiledDocument(row["Navn"], row["Bemærkning"], int(row["Bytes"])) for row in rows)

    def registration_form(self, cpr: Cpr) -> "Form":
        """An empty form on the citizen's case."""
        self._read("nyt", memory={"cpr": cpr.digits})
        return Form(self, "gem", {"cpr": cpr.digits})

    def registration_page(self, _cpr: Cpr, number: str) -> "Form":
        """One registration's page."""
        return Form(self, "upload", {"number": number})

    def must_be_writable(self) -> None:
        """A dry run writes nothing."""
        if self._read_only:
            raise ProcessError(f"the visit to {SYSTEM} is read-only")

    # --- how it gets there ------------------------------------------------------------------------------------------

    def post(self, action: str, argument: str, memory: dict[str, str], fields: dict[str, str], **files: Any) -> Any:
        """One postback, as PENSYS' pages make it."""
        hidden = {"__EVENTTARGET": action, "__EVENTARGUMENT": argument, "__VIEWSTATE": pack(memory)}
        if files:
            return self.client.post("/indhold", data=hidden | fields, files=files)
        body = urlencode(hidden | fields, encoding=CHARSET, errors="xmlcharrefreplace")
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.client.post("/" if action == "login" else "/indhold", content=body, headers=kind)

    def received(self, response: httpx.Response) -> None:
        """A write was answered."""
        if response.status_code >= 500:
            raise SystemDown(SYSTEM, f"{SYSTEM} answered {response.status_code}")

    def _read(self, action: str, argument: str = "", *, fields: Any = None, memory: Any = None) -> Any:
        """A page that changes nothing; signs in first, and once more when the session has expired."""
        for _ in range(2):
            try:
                if not self._signed_in:
                    self._sign_in()
                response = self.post(action, argument, memory or {}, fields or {})
            except httpx.TransportError:
                raise SystemDown(SYSTEM, f"{SYSTEM} does not answer") from None
            self.received(response)
            if "Sessionen er udløbet" not in response.text:
                return html.fromstring(response.text)
            self._signed_in = False
        raise RetryLater(f"the session of {SYSTEM} expired")

    def _sign_in(self) -> None:
        password = settings().secret(settings().pension_password_name).get_secret_value()
        answer = self.post("login", "", {}, {"bruger": settings().pension_user, "kode": password})
        self.received(answer)
        self._signed_in = answer.status_code == httpx.codes.FOUND

    def _listing(self, table: str, action: str, argument: str, *, turn: str, memory: Any) -> list[dict[str, str]]:
        page = self._read(action, argument)
        rows, number = _rows(page, table), 1
        while "Næste" in "".join(_texts(page, "//p[@id='sider']//a")):
            number += 1
            page = self._read(turn, str(number), memory=memory)
            rows += _rows(page, table)
        return rows


@dataclass
class Form:
    """A form to fill and commit once."""

    visit: FormsVisit
    action: str
    memory: dict[str, str]
    fields: dict[str, str] = field(default_factory=dict)
    files: dict[str, Any] = field(default_factory=dict)

    def fill(self, what: RegistrationForm | Upload, remark: str = "") -> None:
        """Fill it in."""
        if isinstance(what, RegistrationForm):
            self.fields = {_FIELDS[label]: text for label, text in what.as_typed().items()}
            self.fields["kind"] = what.kind.capitalize()
        else:
            self.fields = {"bemaerkning": remark}
            self.files = {"fil": (what.file_name, what.content, what.media_type)}

    def commit(self, ownership: Ownership) -> None:
        """Ask, and save once: httpx sends nothing again by itself."""
        ownership()
        self.visit.received(self.visit.post(self.action, "", self.memory, self.fields, **self.files))


@contextmanager
def open_forms(*, log_access: Any, evidence: Any = None, read_only: bool = False) -> Iterator[FormsVisit]:
    """What `open_pension` does."""
    visit = FormsVisit(log_access, read_only=read_only)
    try:
        yield visit
    finally:
        visit.client.close()


def _rows(page: Any, table: str) -> list[dict[str, str]]:
    headers = _texts(page, f"//table[@id='{table}']//th")
    cells = page.xpath(f"//table[@id='{table}']//tr[td]")
    return [dict(zip(headers, (td.text_content().strip() for td in row.xpath("td")), strict=True)) for row in cells]


def _texts(page: Any, path: str) -> list[str]:
    return [each.text_content().strip() for each in page.xpath(path)]
