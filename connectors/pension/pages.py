"""The page objects: each knows its heading and its fields, and every action returns the page that comes next."""

from playwright.sync_api import FilePayload, Request

from connectors.browser.fence import Ownership, fence
from connectors.browser.pages import speaking_to
from connectors.browser.session import CaseContext
from connectors.pension.frame import FRAME, Listing, Page, answered, understanding
from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration, RegistrationForm, Upload
from gevinst.errors import ConfigurationError, ProcessError
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import read_date
from gevinst.values.personal import Personal


class LoginPage:
    """*Log på*, outside the frameset."""

    def __init__(self, case: CaseContext, url: str) -> None:
        self.case = case
        self.url = url

    @speaking_to(SYSTEM)
    def sign_in(self, user: str, password: str) -> "SearchPage":
        """Sign in, once. A refused password is a `ConfigurationError`: accounts get locked by the next attempts."""
        page = self.case.page
        answered(page.goto(self.url))
        page.get_by_label("Bruger", exact=True).fill(user)
        page.get_by_label("Adgangskode", exact=True).fill(password)
        with page.expect_navigation() as navigation:
            page.get_by_role("button", name="Log på", exact=True).click()
        answered(navigation.value)
        if page.locator("#fejl").count():
            raise ConfigurationError(
                f"{SYSTEM} refused the robot's password: set the secret named by GEVINST_PENSION_PASSWORD_NAME"
            )
        if not page.locator(FRAME).count():
            raise ProcessError(f"{SYSTEM}: signing in led to another page than the frameset")
        return SearchPage(self.case).shown()


class SearchPage(Listing):
    """*Søg borger*: the form, and below it what was found."""

    heading = "Søg borger"
    table = "borgere"
    columns = ("CPR-nummer", "Navn")

    @speaking_to(SYSTEM)
    def search(self, *, cpr: Cpr | None = None, reference: str = "") -> list[Cpr]:
        """The citizens found. The page must say that it searched for what we typed: else nothing it shows counts."""
        typed = "" if cpr is None else cpr.formatted
        self.field("CPR-nummer").fill(typed)
        self.field("Ekstern reference").fill(reference)
        with self.leaving():
            self.here.get_by_role("button", name="Søg", exact=True).click()
        self.shown()
        searched = [self.here.locator(f"#soegt-{name}").inner_text().strip() for name in ("cpr", "reference")]
        if searched != [typed, reference]:
            raise ProcessError(f"{SYSTEM}: the search was made for something else than was typed")
        with understanding("the search"):
            return [Cpr.parse(row["CPR-nummer"]) for row in self.rows()]

    @speaking_to(SYSTEM)
    def choose(self, cpr: Cpr) -> "CitizenPage":
        """Open one citizen of those found."""
        row = self.row(cpr.formatted)
        with self.leaving():
            row.get_by_role("link", name="Vælg", exact=True).click()
        return CitizenPage(self.case).shown()


class CitizenPage(Listing):
    """*Borger*: who it is, and what is registered."""

    heading = "Borger"
    table = "registreringer"
    columns = ("Nummer", "Art", "Behandling", "Dato", "Beløb", "CVR", "Ekstern reference")

    @speaking_to(SYSTEM)
    def citizen(self) -> Citizen:
        """The citizen's own data."""
        labels, texts = (self.here.locator(f"table#stamdata {cell}").all_inner_texts() for cell in ("th", "td"))
        if len(labels) != len(texts):
            raise ProcessError(f"{SYSTEM}: the citizen's page has labels without values")
        data = {label.strip(): text.strip() for label, text in zip(labels, texts, strict=True)}
        with understanding("the citizen's page"):
            return Citizen(
                cpr=Cpr.parse(data["CPR-nummer"]),
                name=Personal(data["Navn"]),
                protected=_one_of(data["Navne- og adressebeskyttelse"], yes="Ja", no="Nej"),
                deceased=_one_of(data["Status"], yes="Død", no="Aktiv"),
                has_grant=_one_of(data["Helbredstillæg"], yes="Bevilget", no="Ingen bevilling"),
            )

    def registrations(self) -> tuple[Registration, ...]:
        """Everything registered on the citizen."""
        with understanding("a registration"):
            return tuple(_registration(row) for row in self.rows())

    @speaking_to(SYSTEM)
    def new_registration(self) -> "RegisterPage":
        """Open *Registrér bilag*."""
        with self.leaving():
            self.here.get_by_role("link", name="Registrér bilag", exact=True).click()
        return RegisterPage(self.case).shown()

    @speaking_to(SYSTEM)
    def open(self, number: str) -> "RegistrationPage":
        """Open a registration by its number."""
        row = self.row(number)
        with self.leaving():
            row.get_by_role("link", name="Vis", exact=True).click()
        return RegistrationPage(self.case).shown()


class RegisterPage(Page):
    """*Registrér bilag*: fill, then commit once."""

    heading = "Registrér bilag"

    @speaking_to(SYSTEM)
    def fill(self, form: RegistrationForm) -> None:
        """Type the form. Every label is looked for before the first key: a changed screen stops here."""
        typed = form.as_typed()
        kinds, fields = self.field("Art"), {label: self.field(label) for label in typed}
        kind = form.kind.capitalize()
        if kind not in kinds.locator("option").all_inner_texts():
            raise ProcessError(f"{SYSTEM}: the list 'Art' has no '{kind}'")
        kinds.select_option(label=kind)
        for label, text in typed.items():
            fields[label].fill(text)

    @speaking_to(SYSTEM)
    def commit(self, ownership: Ownership) -> None:
        """Save, once, through the fence. A normal return proves nothing; the receipt is read on a fresh page."""
        _commit(self, ownership, button="Gem", question="Gem bilaget på borgerens sag?")
        ReceiptPage(self.case).shown()


class ReceiptPage(Page):
    """*Kvittering*: the system says that it saved; believed only once the number is read on a fresh page."""

    heading = "Kvittering"


class RegistrationPage(Listing):
    """*Registrering*: one registration and its files."""

    heading = "Registrering"
    table = "filer"
    columns = ("Navn", "Bemærkning", "Bytes")

    @property
    def number(self) -> str:
        """Which registration this is."""
        return self.here.locator("#nummer").inner_text().strip()

    def files(self) -> tuple[FiledDocument, ...]:
        """What is filed on it."""
        return tuple(FiledDocument(row["Navn"], row["Bemærkning"], int(row["Bytes"])) for row in self.rows())

    @speaking_to(SYSTEM)
    def fill(self, upload: Upload, remark: str) -> None:
        """Choose the file, from memory (see the fence), and write the remark that carries our number."""
        chosen, noted = self.field("Fil"), self.field("Bemærkning")
        chosen.set_input_files(FilePayload(name=upload.file_name, mimeType=upload.media_type, buffer=upload.content))
        noted.fill(remark)

    @speaking_to(SYSTEM)
    def commit(self, ownership: Ownership) -> None:
        """File it, once, through the fence."""
        _commit(self, ownership, button="Journalisér", question="Journalisér filen?")
        self.shown()


def _commit(page: Page, ownership: Ownership, *, button: str, question: str) -> None:
    """The one click of a write: its question is answered, and its request passes the fence."""

    def saves(request: Request) -> bool:
        return request.is_navigation_request() and request.url.endswith("/indhold")

    with (
        fence(page.case, ownership, matching=saves) as gate,
        page.case.expect_dialog(accept=True, text=question),
        page.leaving(),
    ):
        page.here.get_by_role("button", name=button, exact=True).click()
    if gate.sent != 1:
        raise ProcessError(f"{SYSTEM}: the button '{button}' sent {gate.sent} requests")


def _registration(row: dict[str, str]) -> Registration:
    return Registration(
        number=row["Nummer"],
        kind=row["Art"],
        treatment=row["Behandling"],
        treatment_date=read_date(row["Dato"]),
        amount=read_amount(row["Beløb"]) if row["Beløb"] else None,
        cvr=row["CVR"],
        reference=row["Ekstern reference"],
    )


def _one_of(text: str, *, yes: str, no: str) -> bool:
    """A field with two answers; a third one is a changed screen, never a silent no."""
    if text not in (yes, no):
        raise ProcessError(f"{SYSTEM}: expected '{yes}' or '{no}'")
    return text == yes
