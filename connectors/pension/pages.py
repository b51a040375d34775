"""The page objects: each knows its heading, its frame, and the one thing that can be done on it."""

from dataclasses import dataclass
from typing import Self

from playwright.sync_api import FilePayload, FrameLocator, Request

from connectors.browser.fence import Ownership, fence
from connectors.browser.pages import read_table, speaking_to
from connectors.browser.session import CaseContext
from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration, RegistrationForm, Upload
from gevinst.errors import ConfigurationError, ProcessError, RetryLater
from gevinst.values.amount import format_amount, read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import format_date_short, read_date
from gevinst.values.personal import Personal

_EXPIRED = "Sessionen er udløbet"


class SessionExpired(RetryLater):
    """The system has signed us out; nothing was written since. Signing in again is the session's business."""


@dataclass
class Page:
    """One page of the frame `indhold`; made only by whoever brought it up, and checked at once."""

    case: CaseContext
    heading = ""

    @property
    def frame(self) -> FrameLocator:
        """The frame the pages come up in; the address bar stays on the frameset."""
        return self.case.page.frame_locator("frame[name=indhold]")

    def shown(self) -> Self:
        """Check that this is the page: its heading, or the session has expired, or the screen has changed."""
        with speaking_to(SYSTEM):
            heading = self.frame.locator("h1")
            heading.filter(has_text=self.heading).or_(self.frame.get_by_text(_EXPIRED)).first.wait_for()
            if self.frame.get_by_text(_EXPIRED).count():
                raise SessionExpired("the pension system's session expired")
            if heading.inner_text().strip() != self.heading:
                raise ProcessError(f"{SYSTEM}: expected the page '{self.heading}'")
        self.case.check_dialogs()
        return self

    def field(self, label: str) -> "Field":
        """The one input the label names."""
        return Field(self, label)


@dataclass
class Field:
    """One labelled input; a missing or doubled label is an error before anything is typed."""

    page: Page
    label: str

    def fill(self, text: str) -> None:
        """Type the text."""
        found = self.page.frame.get_by_label(self.label, exact=True)
        if found.count() != 1:
            raise ProcessError(f"{SYSTEM}: the field '{self.label}' is there {found.count()} times")
        found.fill(text)

    def select(self, text: str) -> None:
        """Choose by visible text."""
        found = self.page.frame.get_by_label(self.label, exact=True)
        if found.count() != 1:
            raise ProcessError(f"{SYSTEM}: the field '{self.label}' is there {found.count()} times")
        found.select_option(label=text)


class LoginPage:
    """*Log på*, outside the frameset."""

    def __init__(self, case: CaseContext, url: str) -> None:
        self.case = case
        self.url = url

    def sign_in(self, user: str, password: str) -> "SearchPage":
        """Sign in once. A refused password is a `ConfigurationError`; it is never tried a second time."""
        page = self.case.page
        with speaking_to(SYSTEM):
            answer = page.goto(self.url)
            if answer is not None and answer.status >= 500:
                raise RetryLater(f"{SYSTEM} answered {answer.status}")
            page.get_by_label("Bruger", exact=True).fill(user)
            page.get_by_label("Adgangskode", exact=True).fill(password)
            page.get_by_role("button", name="Log på").click()
            page.locator("frame[name=indhold], #fejl").first.wait_for(state="attached")
            if page.locator("#fejl").count():
                raise ConfigurationError(
                    f"{SYSTEM} refused the robot's password: set the secret named by GEVINST_PENSION_PASSWORD_NAME"
                )
        return SearchPage(self.case).shown()


class SearchPage(Page):
    """*Søg borger*."""

    heading = "Søg borger"

    def search(self, *, cpr: str = "", reference: str = "") -> list[str]:
        """The CPR numbers found. The page's own count must agree with its rows."""
        with speaking_to(SYSTEM):
            self.field("CPR-nummer").fill(cpr)
            self.field("Ekstern reference").fill(reference)
            self.frame.get_by_role("button", name="Søg").click()
            self.frame.locator("#antal").wait_for()
            rows = read_table(self.frame.locator("table#borgere"), ("CPR-nummer", "Navn"))
            count = self.frame.locator("#antal").inner_text().rpartition(":")[2].strip()
        if str(len(rows)) != count:
            raise ProcessError(f"{SYSTEM}: the search says {count} and shows {len(rows)} rows")
        return [row["CPR-nummer"] for row in rows]

    def choose(self) -> "CitizenPage":
        """Open the one citizen that was found."""
        with speaking_to(SYSTEM):
            self.frame.get_by_role("link", name="Vælg").click()
        return CitizenPage(self.case).shown()


class CitizenPage(Page):
    """*Borger*: who it is, and what is registered."""

    heading = "Borger"

    def citizen(self) -> Citizen:
        """The citizen's own data."""
        with speaking_to(SYSTEM):
            rows = self.frame.locator("table#stamdata tr").all()
            data = {row.locator("th").inner_text().strip(): row.locator("td").inner_text().strip() for row in rows}
        try:
            return Citizen(
                cpr=Cpr.parse(data["CPR-nummer"]),
                name=Personal(data["Navn"]),
                protected=_yes(data["Navne- og adressebeskyttelse"]),
                deceased=data["Status"] == "Død",
                has_grant=data["Helbredstillæg"] == "Bevilget",
            )
        except KeyError as missing:
            raise ProcessError(f"{SYSTEM}: the citizen's page lacks {missing}") from None

    def registrations(self) -> tuple[Registration, ...]:
        """Every registration, over all pages of the table."""
        columns = ("Nummer", "Art", "Behandling", "Dato", "Beløb", "CVR", "Ekstern reference")
        found: list[Registration] = []
        with speaking_to(SYSTEM):
            while True:
                for row in read_table(self.frame.locator("table#registreringer"), columns):
                    amount = row["Beløb"]
                    found.append(
                        Registration(
                            number=row["Nummer"],
                            kind=row["Art"],
                            treatment=row["Behandling"],
                            treatment_date=read_date(row["Dato"]),
                            amount=read_amount(amount) if amount else None,
                            cvr=row["CVR"],
                            reference=row["Ekstern reference"],
                        )
                    )
                place = self.frame.locator("#sider").inner_text()
                following = self.frame.locator("#sider").get_by_role("link", name="Næste")
                if not following.count():
                    return tuple(found)
                following.click()
                number = int(place.split()[1]) + 1
                self.frame.locator("#sider").filter(has_text=f"Side {number} ").wait_for()

    def new_registration(self) -> "RegisterPage":
        """Open *Registrér bilag*."""
        with speaking_to(SYSTEM):
            self.frame.get_by_role("link", name="Registrér bilag").click()
        return RegisterPage(self.case).shown()

    def open(self, number: str) -> "RegistrationPage":
        """Open a registration by its number, on whichever page of the table it stands."""
        with speaking_to(SYSTEM):
            row = self.frame.locator("table#registreringer tr").filter(has_text=number)
            while not row.count():
                following = self.frame.locator("#sider").get_by_role("link", name="Næste")
                if not following.count():
                    raise ProcessError(f"{SYSTEM}: the registration {number} is not on the citizen's page")
                place = int(self.frame.locator("#sider").inner_text().split()[1])
                following.click()
                self.frame.locator("#sider").filter(has_text=f"Side {place + 1} ").wait_for()
            row.get_by_role("link", name="Vis").click()
        return RegistrationPage(self.case).shown()


class RegisterPage(Page):
    """*Registrér bilag*: fill, then commit once."""

    heading = "Registrér bilag"

    def fill(self, form: RegistrationForm) -> None:
        """Type the form; every label is checked, so a changed screen stops here."""
        with speaking_to(SYSTEM):
            self.field("Art").select(form.kind.capitalize())
            for label, text in {
                "Behandling": form.treatment,
                "Dato": format_date_short(form.treatment_date),
                "Beløb": "" if form.amount is None else format_amount(form.amount),
                "Behandler": form.provider,
                "CVR": form.cvr,
                "Modtaget": format_date_short(form.received),
                "Afsender": form.sender,
                "Ekstern reference": form.reference,
            }.items():
                self.field(label).fill(text)

    def commit(self, ownership: Ownership) -> None:
        """Save, once, through the fence. A normal return proves nothing; the receipt is read on a fresh page."""
        _commit(self, ownership, button="Gem", dialog="Gem bilaget på borgerens sag?", result="Kvittering")


class RegistrationPage(Page):
    """*Registrering*: one registration and its files."""

    heading = "Registrering"

    def files(self) -> tuple[FiledDocument, ...]:
        """What is filed on it."""
        with speaking_to(SYSTEM):
            rows = read_table(self.frame.locator("table#filer"), ("Navn", "Bemærkning", "Bytes"))
        return tuple(FiledDocument(row["Navn"], row["Bemærkning"], int(row["Bytes"])) for row in rows)

    def fill(self, upload: Upload, remark: str) -> None:
        """Choose the file, from memory (see the fence), and write the remark that carries our number."""
        payload = FilePayload(name=upload.file_name, mimeType=upload.media_type, buffer=upload.content)
        with speaking_to(SYSTEM):
            self.frame.get_by_label("Fil", exact=True).set_input_files(payload)
            self.field("Bemærkning").fill(remark)

    def commit(self, ownership: Ownership) -> None:
        """File it, once, through the fence."""
        _commit(self, ownership, button="Journalisér", dialog="Journalisér filen?", result="Registrering")


def _commit(page: Page, ownership: Ownership, *, button: str, dialog: str, result: str) -> None:
    def saves(request: Request) -> bool:
        return request.is_navigation_request() and request.url.endswith("/indhold")

    with (
        speaking_to(SYSTEM),
        fence(page.case, ownership, matching=saves) as gate,
        page.case.expect_dialog(accept=True, text=dialog),
        page.case.page.expect_event("requestfinished", predicate=saves),
    ):
        page.frame.get_by_role("button", name=button).click()
    if gate.sent != 1:
        raise ProcessError(f"{SYSTEM}: the button '{button}' sent {gate.sent} requests")
    page.frame.locator("h1").filter(has_text=result).wait_for()


def _yes(text: str) -> bool:
    if text not in ("Ja", "Nej"):
        raise ProcessError(f"{SYSTEM}: expected Ja or Nej")
    return text == "Ja"
