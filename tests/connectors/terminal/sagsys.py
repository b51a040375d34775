"""SAGSYS for the tests: its screens as page objects, a visit, and the act that registers, as a connector has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, ConfigDict, SecretStr

from connectors.terminal.case import TerminalCase, terminal
from connectors.terminal.keys import Key
from connectors.terminal.line import Line
from connectors.terminal.listing import Listing
from connectors.terminal.screens import Screen, SessionExpired, first_shown
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, ProcessError
from gevinst.items.act import Look, Ownership
from gevinst.items.model import label
from gevinst.values.amount import format_amount
from gevinst.values.cpr import Cpr
from gevinst.values.dates import format_date_short
from sandbox.mainframe.dialogue import ACCOUNT, PASSWORD
from sandbox.people import ORDINARY

SYSTEM = "sagsys"
PERSON = ORDINARY[0]
CPR = Cpr.parse(PERSON.cpr)


class SagsysScreen(Screen):
    """What all of them share."""

    expired = ("Sessionen er udløbet",)
    down = ("Systemet er lukket",)


class Refused(SagsysScreen):
    """*LOG PÅ* that says no."""

    title = "Forkert bruger eller adgangskode."


class LogOn(SagsysScreen):
    """*LOG PÅ*."""

    title = "LOG PÅ"
    expired = ()  # this is where one is sent

    def sign_on(self, user: str, password: SecretStr) -> "Menu":
        """Sign on, once."""
        self.fill({"Bruger": user})
        self.fill_secret("Adgangskode", password)
        self.press(Key.ENTER)
        there = first_shown(self.case, Refused(self.case), Menu(self.case))
        if not isinstance(there, Menu):
            raise ConfigurationError(f"{SYSTEM} refused the robot's password")
        return there


class Menu(SagsysScreen):
    """*HOVEDMENU*."""

    title = "HOVEDMENU"

    def search(self) -> "Search":
        """To the search."""
        self._choose("1")
        return Search(self.case).shown()

    def form(self) -> "Form":
        """To an empty form."""
        self._choose("2")
        return Form(self.case).shown()

    def _choose(self, choice: str) -> None:
        self.fill({"Valg": choice})
        self.press(Key.ENTER)


class Search(SagsysScreen):
    """*SØG REGISTRERINGER*."""

    title = "SØG REGISTRERINGER"

    def by_reference(self, reference: str) -> "Registrations":
        """What carries a reference; the list must say that it searched for it."""
        self.fill({"Ekstern reference": reference})
        self.press(Key.ENTER)
        found = Registrations(self.case).shown()
        if found.value("Søgt reference") != reference:
            raise ProcessError(f"{SYSTEM}: the search was made for something else")
        return found


class Registrations(Listing, SagsysScreen):
    """*REGISTRERINGER*."""

    title = "REGISTRERINGER"
    columns = ("Nummer", "Art", "Beskrivelse", "Beløb", "CPR-nummer", "Reference")


@dataclass(frozen=True)
class Bill:
    """What is registered."""

    cpr: Cpr = CPR
    text: str = field(default="Briller, æøåÆØÅ", repr=False)
    day: date = date(2026, 9, 3)
    amount: Decimal = field(default=Decimal("1234.50"), repr=False)
    reference: str = "GEV-7"

    def as_typed(self) -> dict[str, str]:
        """Each field's label and the text for it."""
        return {
            "CPR-nummer": self.cpr.formatted,
            "Art": "regning",
            "Beskrivelse": self.text,
            "Dato": format_date_short(self.day),
            "Beløb": format_amount(self.amount),
            "Ekstern reference": self.reference,
        }


class Form(SagsysScreen):
    """*REGISTRÉR BILAG*."""

    title = "REGISTRÉR BILAG"

    def check(self, bill: Bill) -> "Confirm":
        """Fill it and let the system check it; what it reads back must be what was typed."""
        self.fill(bill.as_typed())
        self.press(Key.ENTER)
        there = first_shown(self.case, Unknown(self.case), Confirm(self.case))
        if not isinstance(there, Confirm):
            raise BusinessError(Code.UNKNOWN_CITIZEN)
        self.case.personal |= {there.value("Navn"), *there.value("Navn").split()}
        if {name: there.value(name) for name in bill.as_typed()} != bill.as_typed():
            raise ProcessError(f"{SYSTEM}: the system read something else than was typed")
        return there


class Unknown(SagsysScreen):
    """*REGISTRÉR BILAG* that knows no such citizen."""

    title = "CPR-nummeret er ukendt."


class Confirm(SagsysScreen):
    """*BEKRÆFT REGISTRERING*; PF5 saves."""

    title = "BEKRÆFT REGISTRERING"


class Anywhere(SagsysScreen):
    """Whichever screen it is: each bears the system's name."""

    title = "SAGSYS - OPDIGTET"


class Visit:
    """One visit. Every read begins at the menu, so what it shows is what the system holds now."""

    def __init__(self, case: TerminalCase, password: SecretStr) -> None:
        self.case = case
        self._password = password
        self._refused: ConfigurationError | None = None
        self._is_signed_on = False

    def menu(self) -> Menu:
        """The menu; signs on at first use, and again on a new connection or when the system signed us off."""
        if not self.case.is_usable:
            self.case.dial()
            self._is_signed_on = False
        if not self._is_signed_on:
            return self._sign_on()
        try:
            Anywhere(self.case).shown().press(Key.PF3)
        except SessionExpired:
            return self._sign_on()
        return Menu(self.case).shown()

    def _sign_on(self) -> Menu:
        if self._refused is not None:
            raise self._refused
        try:
            menu = LogOn(self.case).shown().sign_on(ACCOUNT, self._password)
        except ConfigurationError as refused:
            self._refused = refused
            raise
        self._is_signed_on = True
        return menu


class Receipt(BaseModel):
    """The system's own number, read back."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str


@dataclass
class Register:
    """The guarded write."""

    visit: Visit
    bill: Bill
    name: str = "register"
    key: str = "document"
    system: str = SYSTEM
    deadline: timedelta = timedelta(seconds=60)
    receipt_type: type[Receipt] = Receipt
    screen: Confirm | None = None

    def look(self) -> Look[Receipt]:
        """What carries our number, once a number that nobody has finds nothing."""
        if self.visit.menu().search().by_reference(label(0)).rows():
            raise ProcessError(f"{SYSTEM}: the search doesn't filter")
        rows = self.visit.menu().search().by_reference(self.bill.reference).rows()
        return Look(ours=tuple(Receipt(number=row["Nummer"]) for row in rows))

    def prepare(self) -> None:
        """Fill the form up to the question."""
        self.screen = self.visit.menu().form().check(self.bill)

    def write(self, ownership: Ownership) -> None:
        """The one key."""
        assert self.screen is not None
        self.screen.commit(ownership, key=Key.PF5)


def line_to(port: int, **changes: object) -> Line:
    """The line to a SAGSYS."""
    values = {"system": SYSTEM, "host": "127.0.0.1", "port": port, "tls": False, "action_seconds": 10}
    return Line.model_validate(values | changes)


@contextmanager
def visiting(line: Line, *, evidence: Path | None = None, password: str = PASSWORD) -> Iterator[Visit]:
    """A visit on a connection of its own."""
    with terminal(line, evidence=evidence) as case:
        yield Visit(case, SecretStr(password))
