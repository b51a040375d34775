"""One terminal's conversation with SAGSYS: which screen it sees, and what each key on it does."""

import re
from collections.abc import Callable
from pathlib import Path

from sandbox.mainframe import screens, state
from sandbox.mainframe.datastream import Piece, Pressed
from sandbox.mainframe.state import Fault

ACCOUNT, PASSWORD = "ROBOT1", "opdigtet-kode"
KINDS = ("regning", "overslag", "bilag")
_CPR = re.compile(r"\d{6}-?\d{4}")
_DATE = re.compile(r"\d{2}-\d{2}-\d{4}")
_AMOUNT = re.compile(r"(\d{1,3}(\.\d{3})*|\d+),\d{2}")

Handler = Callable[[Pressed], list[Piece]]


class Dropped(Exception):
    """The connection ends here without an answer."""


class Dialogue:
    """The screens from signing on to signing off, on one connection."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.pieces: list[Piece] = screens.login()
        self._screen = "logon"
        self._values: dict[str, str] = {}
        self._page = 1
        self._pressed = ""
        self._deaf = False

    def answer(self, pressed: Pressed) -> list[Piece]:
        """The next screen."""
        self._pressed = " ".join((self._screen, pressed.key, *pressed.values.values()))
        state.log_key(self.database, self._screen, pressed.key)
        self.pieces = self._struck() or self._next(pressed)
        return self.pieces

    def strikes(self, fault: Fault) -> bool:
        """Whether the fault is armed for the key in hand."""
        return state.strikes(self.database, fault, self._pressed)

    def _struck(self) -> list[Piece] | None:
        """Whatever fault takes the answer's place."""
        if self.strikes(Fault.DROP):
            raise Dropped
        if self.strikes(Fault.SYSTEM_MESSAGE):
            self._screen = "closed"
            return screens.closed()
        if self.strikes(Fault.EXPIRE_SESSION):
            self._screen = "logon"
            return screens.login("Sessionen er udløbet. Log på igen.")
        return None

    def _next(self, pressed: Pressed) -> list[Piece]:
        if self._screen == "logon":
            return self._logon(pressed)
        if pressed.key == "PF3":
            return self._go("menu", screens.menu())
        handlers: dict[tuple[str, str], Handler] = {
            ("menu", "ENTER"): self._menu,
            ("menu", "PF12"): lambda _: self._go("logon", screens.login()),
            ("search", "ENTER"): self._search,
            ("list", "PF7"): lambda _: self._list(-1),
            ("list", "PF8"): lambda _: self._list(+1),
            ("form", "ENTER"): self._check,
            ("confirm", "PF5"): lambda _: self._save(),
        }
        handler = handlers.get((self._screen, pressed.key))
        return self.pieces if handler is None else handler(pressed)

    def _go(self, screen: str, pieces: list[Piece]) -> list[Piece]:
        self._screen = screen
        return pieces

    def _logon(self, pressed: Pressed) -> list[Piece]:
        if (pressed.values.get("user"), pressed.values.get("password")) != (ACCOUNT, PASSWORD):
            return screens.login("Forkert bruger eller adgangskode.")
        return self._go("menu", screens.menu())

    def _menu(self, pressed: Pressed) -> list[Piece]:
        match pressed.values.get("choice", ""):
            case "1":
                return self._go("search", screens.search())
            case "2":
                self._values = {}
                return self._go("form", self._form())
            case _:
                return screens.menu("Vælg 1 eller 2.")

    def _search(self, pressed: Pressed) -> list[Piece]:
        self._values = pressed.values
        if not any(self._values.values()):
            return screens.search("Angiv mindst ét søgekriterium.")
        self._deaf = self.strikes(Fault.DEAF_SEARCH)
        self._page = 1
        return self._go("list", self._list(0))

    def _list(self, turn: int) -> list[Piece]:
        asked = {"cpr": "", "reference": ""} if self._deaf else self._values
        cpr = asked.get("cpr", "").replace("-", "")
        found = state.registered(self.database, cpr, asked.get("reference", ""))
        pages = max(1, -(-len(found) // screens.PAGE_ROWS))
        self._page = min(max(1, self._page + turn), pages)
        return screens.listing(self._values, found, self._page)

    def _form(self, message: str = "") -> list[Piece]:
        changed, doubled = self.strikes(Fault.CHANGED_LABEL), self.strikes(Fault.DOUBLE_LABEL)
        return screens.form(self._values, message, changed=changed, doubled=doubled)

    def _check(self, pressed: Pressed) -> list[Piece]:
        self._values |= pressed.values
        name = state.name_of(self.database, self._values.get("cpr", "").replace("-", ""))
        if complaint := _complaint(self._values) or ("" if name else "CPR-nummeret er ukendt."):
            return self._form(complaint)
        return self._go("confirm", screens.confirm(self._values, name or ""))

    def _save(self) -> list[Piece]:
        if self.strikes(Fault.DROP_BEFORE_SAVE):
            raise Dropped
        number = state.save(self.database, {**self._values, "cpr": self._values["cpr"].replace("-", "")})
        if self.strikes(Fault.DROP_AFTER_SAVE):
            raise Dropped
        return self._go("receipt", screens.receipt(number))


def _complaint(values: dict[str, str]) -> str:
    """What the system itself checks before it asks to save; it knows no duplicates."""
    if not _CPR.fullmatch(values.get("cpr", "")):
        return "CPR-nummer skrives ddmmåå-nnnn."
    if values.get("kind") not in KINDS:
        return "Ukendt art."
    if not _DATE.fullmatch(values.get("date", "")):
        return "Datoer skrives dd-mm-åååå."
    if not _AMOUNT.fullmatch(values.get("amount", "")):
        return "Beløb skrives som 1.234,56."
    return ""
