"""A signed-in visit to the pension system: a fresh browser context, one sign-in, and one more if the session expires."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from connectors.browser.case import CaseContext
from connectors.browser.errors import answered, speaking_to
from connectors.browser.session import browser
from connectors.browser.visit import Visit, with_evidence
from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration
from connectors.pension.pages import CitizenPage, LoginPage, RegisterPage, RegistrationPage, SearchPage
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, ProcessError
from gevinst.items.model import label
from gevinst.settings import settings
from gevinst.values.cpr import Cpr

LogAccess = Callable[[Cpr], None]
T = TypeVar("T")
_NO_ITEM = 0
"""No item has this number: a search for it must give nothing, else the search doesn't filter."""


class Pension(Visit):
    """One visit. Every read starts on a fresh search page, so what it shows is what the system holds now."""

    system = SYSTEM

    def __init__(self, case: CaseContext, log_access: LogAccess, *, read_only: bool = False) -> None:
        super().__init__(case, read_only=read_only)
        self._log_access = log_access
        self._logged: set[Cpr] = set()
        self._arrived: SearchPage | None = None
        self._on_screen: tuple[str, RegistrationPage] | None = None

    # --- what it can be asked ---------------------------------------------------------------------------------------

    def citizen(self, cpr: Cpr) -> Citizen | None:
        """The citizen, or None when the system doesn't know the number."""

        def read() -> Citizen | None:
            page = self._open_citizen(cpr)
            return None if page is None else page.citizen()

        found = self._about(cpr, read)
        if found is not None:
            self.personal |= {found.name.reveal(), *found.name.reveal().split()}
        return found

    def registrations(self, cpr: Cpr) -> tuple[Registration, ...]:
        """Everything registered on the citizen."""

        def read() -> tuple[Registration, ...]:
            page = self._open_citizen(cpr)
            return () if page is None else page.registrations()

        return self._about(cpr, read)

    def citizens_with(self, reference: str) -> list[Cpr]:
        """The citizens on whose cases something is registered under this reference, whoever they are."""

        def read() -> list[Cpr]:
            return self._search_page().search(reference=reference)

        return self.in_session(read)

    def files(self, cpr: Cpr, number: str) -> tuple[FiledDocument, ...]:
        """What is filed on one of the citizen's registrations."""
        return self._about(cpr, lambda: self._open_registration(cpr, number).files())

    # --- the pages on which a write is prepared ---------------------------------------------------------------------

    def registration_form(self, cpr: Cpr) -> RegisterPage:
        """An empty *Registrér bilag* on the citizen's case."""

        def open_form() -> RegisterPage:
            page = self._open_citizen(cpr)
            if page is None:
                raise BusinessError(Code.UNKNOWN_CITIZEN)
            return page.new_registration()

        return self._about(cpr, open_form)

    def registration_page(self, cpr: Cpr, number: str) -> RegistrationPage:
        """One registration's page to prepare a write on: the one just read, if it is still on the screen."""
        if self._on_screen is not None and self._on_screen[0] == number:
            return self._on_screen[1]
        return self._about(cpr, lambda: self._open_registration(cpr, number))

    def must_be_writable(self) -> None:
        """Also forget what is on the screen: a write changes it."""
        super().must_be_writable()
        self._on_screen = None

    # --- how it gets there ------------------------------------------------------------------------------------------

    def _about(self, cpr: Cpr, work: Callable[[], T]) -> T:
        """Logged before the system is asked about a citizen, once a visit: no line, no look-up."""
        if cpr not in self._logged:
            self._log_access(cpr)
            self._logged.add(cpr)
        return self.in_session(work)

    def _open_registration(self, cpr: Cpr, number: str) -> RegistrationPage:
        page = self._open_citizen(cpr)
        if page is None:
            raise ProcessError(f"{SYSTEM}: the citizen of {number} can't be found any more")
        registration = page.open(number)
        if registration.number != number:
            raise ProcessError(f"{SYSTEM}: another registration's page came up")
        self._on_screen = (number, registration)
        return registration

    def _open_citizen(self, cpr: Cpr) -> CitizenPage | None:
        """Look the citizen up and open the case."""
        search = self._search_page()
        self.prove_filter(lambda: search.search(reference=label(_NO_ITEM)))
        found = search.search(cpr=cpr)
        if not found:
            return None
        if found != [cpr]:
            raise ProcessError(f"{SYSTEM}: the search for one citizen showed others")
        page = search.choose(cpr)
        if page.citizen().cpr != cpr:
            raise ProcessError(f"{SYSTEM}: another citizen's page came up")
        return page

    @speaking_to(SYSTEM)
    def _search_page(self) -> SearchPage:
        """A fresh search page; the one that signing in led to is as good."""
        self._on_screen = None
        if self._arrived is not None:
            page, self._arrived = self._arrived, None
            return page
        answered(SYSTEM, self.case.page.goto(settings().pension_url.rstrip("/") + "/pensys"))
        return SearchPage(self.case).shown()

    def sign_in(self) -> None:
        """By name and password."""
        wanted = settings()
        if not wanted.pension_url:
            raise ConfigurationError("the address of the pension system is missing: set GEVINST_PENSION_URL")
        password = wanted.secret(wanted.pension_password_name).get_secret_value()
        self._arrived = LoginPage(self.case).sign_in(wanted.pension_url, wanted.pension_user, password)


@contextmanager
def open_pension(*, log_access: LogAccess, evidence: Path | None = None, read_only: bool = False) -> Iterator[Pension]:
    """A visit in a fresh context.

    Args:
        log_access: Told the CPR number before a citizen is looked up in this visit; what it raises stops the look-up.
        evidence: The folder for masked evidence of a failure that operations must see.
        read_only: Every write raises `Refused` (a dry run).
    """
    with (
        browser(SYSTEM).case() as case,
        with_evidence(Pension(case, log_access, read_only=read_only), evidence) as pension,
    ):
        yield pension
