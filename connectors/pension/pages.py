"""The page objects: each knows its heading and its fields, and every action returns the page that comes next."""

from playwright.sync_api import FilePayload

from connectors.browser.commit import commit
from connectors.browser.errors import answered, speaking_to, understanding
from connectors.browser.fence import Ownership
from connectors.browser.fields import choose, choose_files, type_text
from connectors.browser.page import Page
from connectors.browser.tables import Column
from connectors.pension.frame import CLOSED, FRAME, Listing, PensionPage
from connectors.pension.model import (
    SYSTEM,
    Citizen,
    FiledDocument,
    FoundCitizen,
    Registration,
    RegistrationForm,
    Upload,
)
from gevinst.errors import ConfigurationError, ProcessError
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import read_date
from gevinst.values.personal import Personal


class LoginPage(Page):
    """*Log på*, outside the frameset."""

    system = SYSTEM
    closed = CLOSED
    heading = "Log på"

    @speaking_to(SYSTEM)
    def sign_in(self, url: str, user: str, password: str) -> "SearchPage":
        """Sign in, once. A refused password is a `ConfigurationError`: accounts get locked by the next attempts."""
        answered(SYSTEM, self.window.goto(url))
        self.shown()
        self.field("Bruger").fill(user)
        self.field("Adgangskode").fill(password)
        self.press("Log på")
        if self.window.locator("#fejl").count():
            raise ConfigurationError(
                f"{SYSTEM} refused the robot's password: set the secret named by GEVINST_PENSION_PASSWORD_NAME"
            )
        if NoticePage(self.case).is_shown():
            self.press("OK")
        return SearchPage(self.case).shown()


class NoticePage(Page):
    """*Vigtig meddelelse*, which now and then must be read before the frameset comes."""

    system = SYSTEM
    heading = "Vigtig meddelelse"


class SearchPage(Listing):
    """*Søg borger*: the form, and below it what was found."""

    heading = "Søg borger"
    table_id = "borgere"
    row = FoundCitizen
    columns = {"cpr": Column("CPR-nummer", Cpr.parse), "name": Column("Navn", Personal)}  # noqa: RUF012

    @speaking_to(SYSTEM)
    def search(self, *, cpr: Cpr | None = None, reference: str = "") -> list[Cpr]:
        """The citizens found. The page must say that it searched for what we typed: else nothing it shows counts."""
        typed = "" if cpr is None else cpr.formatted
        self.field("CPR-nummer").fill(typed)
        self.field("Ekstern reference").fill(reference)
        self.press("Søg")
        self.shown()
        searched = [self.here.locator(f"#soegt-{name}").inner_text().strip() for name in ("cpr", "reference")]
        if searched != [typed, reference]:
            raise ProcessError(f"{SYSTEM}: the search was made for something else than was typed")
        return [found.cpr for found in self.table.rows()]

    @speaking_to(SYSTEM)
    def choose(self, cpr: Cpr) -> "CitizenPage":
        """Open one citizen of those found."""
        row = self.table.row_with("CPR-nummer", cpr.formatted)
        with self.leaving():
            row.get_by_role("link", name="Vælg", exact=True).click()
        return CitizenPage(self.case).shown()


class CitizenPage(Listing):
    """*Borger*: who it is, and what is registered."""

    heading = "Borger"
    table_id = "registreringer"
    row = Registration
    columns = {  # noqa: RUF012
        "number": Column("Nummer"),
        "kind": Column("Art"),
        "treatment": Column("Behandling"),
        "treatment_date": Column("Dato", read_date),
        "amount": Column("Beløb", read_amount, blank=None),
        "cvr": Column("CVR"),
        "reference": Column("Ekstern reference"),
    }

    @speaking_to(SYSTEM)
    def citizen(self) -> Citizen:
        """The citizen's own data."""
        labels, texts = (self.here.locator(f"table#stamdata {cell}").all_inner_texts() for cell in ("th", "td"))
        if len(labels) != len(texts):
            raise ProcessError(f"{SYSTEM}: the citizen's page has labels without values")
        data = {label.strip(): text.strip() for label, text in zip(labels, texts, strict=True)}
        with understanding(SYSTEM, "the citizen's page"):
            return Citizen(
                cpr=Cpr.parse(data["CPR-nummer"]),
                name=Personal(data["Navn"]),
                protected=_one_of(data["Navne- og adressebeskyttelse"], yes="Ja", no="Nej"),
                deceased=_one_of(data["Status"], yes="Død", no="Aktiv"),
                has_grant=_one_of(data["Helbredstillæg"], yes="Bevilget", no="Ingen bevilling"),
            )

    def registrations(self) -> tuple[Registration, ...]:
        """Everything registered on the citizen."""
        return tuple(self.table.rows())

    def new_registration(self) -> "RegisterPage":
        """Open *Registrér bilag*."""
        self.press("Registrér bilag")
        return RegisterPage(self.case).shown()

    @speaking_to(SYSTEM)
    def open(self, number: str) -> "RegistrationPage":
        """Open a registration by its number."""
        row = self.table.row_with("Nummer", number)
        with self.leaving():
            row.get_by_role("link", name="Vis", exact=True).click()
        return RegistrationPage(self.case).shown()


class RegisterPage(PensionPage):
    """*Registrér bilag*: fill, then commit once."""

    heading = "Registrér bilag"

    @speaking_to(SYSTEM)
    def fill(self, form: RegistrationForm) -> None:
        """Type the form. Every label is looked for before the first key: a changed screen stops here."""
        typed = form.as_typed()
        kinds, fields = self.field("Art"), {label: self.field(label) for label in typed}
        choose(kinds, form.kind.capitalize(), what="Art")
        for label, text in typed.items():
            type_text(fields[label], text, what=label)

    def commit(self, ownership: Ownership) -> None:
        """Save, once, through the fence. A normal return proves nothing; the receipt is read on a fresh page."""
        commit(self, ownership, self.button("Gem"), to=_SAVED_AT, question="Gem bilaget på borgerens sag?")
        ReceiptPage(self.case).shown()


class ReceiptPage(PensionPage):
    """*Kvittering*: the system says that it saved; believed only once the number is read on a fresh page."""

    heading = "Kvittering"


class RegistrationPage(Listing):
    """*Registrering*: one registration and its files."""

    heading = "Registrering"
    table_id = "filer"
    row = FiledDocument
    columns = {"name": Column("Navn"), "remark": Column("Bemærkning"), "size_bytes": Column("Bytes", int)}  # noqa: RUF012

    @property
    def number(self) -> str:
        """Which registration this is."""
        return self.here.locator("#nummer").inner_text().strip()

    def files(self) -> tuple[FiledDocument, ...]:
        """What is filed on it."""
        return tuple(self.table.rows())

    @speaking_to(SYSTEM)
    def fill(self, upload: Upload, remark: str) -> None:
        """Choose the file, from memory (see the fence), and write the remark that carries our number."""
        chosen, noted = self.field("Fil"), self.field("Bemærkning")
        file = FilePayload(name=upload.file_name, mimeType=upload.media_type, buffer=upload.content)
        choose_files(chosen, [file], what="Fil")
        type_text(noted, remark, what="Bemærkning")

    def commit(self, ownership: Ownership) -> None:
        """File it, once, through the fence."""
        commit(self, ownership, self.button("Journalisér"), to=_SAVED_AT, question="Journalisér filen?")
        self.shown()


_SAVED_AT = f"/{FRAME}"
"""Every form of the frame is posted there."""


def _one_of(text: str, *, yes: str, no: str) -> bool:
    """A field with two answers; a third one is a changed screen, never a silent no."""
    if text not in (yes, no):
        raise ProcessError(f"{SYSTEM}: expected '{yes}' or '{no}'")
    return text == yes
