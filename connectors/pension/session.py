"""A signed-in visit to the pension system: a fresh browser context, one sign-in, and one more if the session expires."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from connectors.browser.evidence import save_evidence
from connectors.browser.pages import speaking_to
from connectors.browser.session import CaseContext, browser
from connectors.pension.frame import SessionExpired, answered
from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration
from connectors.pension.pages import CitizenPage, LoginPage, RegisterPage, RegistrationPage, SearchPage
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, LeaseLost, ProcessError, Refused
from gevinst.items.model import label
from gevinst.settings import settings
from gevinst.values.cpr import Cpr

LogAccess = Callable[[Cpr], None]
T = TypeVar("T")

_NO_ITEM = 0
"""No item has this number: a search for it must give nothing, else the search doesn't filter."""


class Pension:
    """One visit. Every read starts on a fresh search page, so what it shows is what the system holds now."""

    def __init__(self, case: CaseContext, log_access: LogAccess, *, read_only: bool = False) -> None:
        self.case = case
        self.personal: set[str] = set()
        self._log_access = log_access
        self._logged: set[Cpr] = set()
        self._read_only = read_only
        self._filter_is_proven = False
        self._signed_in = False
        self._refused: ConfigurationError | None = None
        self._on_screen: tuple[str, RegistrationPage] | None = None

    # --- what it can be asked ---------------------------------------------------------------------------------------

    def citizen(self, cpr: Cpr) -> Citizen | None:
        """The citizen, or None when the system doesn't know the number."""

        def read() -> Citizen | None:
            page = self._open_citizen(cpr)
            return None if page is None else page.citizen()

        found = self._with_relogin(read)
        if found is not None:
            self.personal |= {found.name.reveal(), *found.name.reveal().split()}
        return found

    def registrations(self, cpr: Cpr) -> tuple[Registration, ...]:
        """Everything registered on the citizen."""

        def read() -> tuple[Registration, ...]:
            page = self._open_citizen(cpr)
            return () if page is None else page.registrations()

        return self._with_relogin(read)

    def citizens_with(self, reference: str) -> list[Cpr]:
        """The citizens on whose cases something is registered under this reference, whoever they are."""

        def read() -> list[Cpr]:
            return self._search_page().search(reference=reference)

        return self._with_relogin(read)

    def files(self, cpr: Cpr, number: str) -> tuple[FiledDocument, ...]:
        """What is filed on one of the citizen's registrations."""
        return self._with_relogin(lambda: self._open_registration(cpr, number).files())

    # --- the pages on which a write is prepared ---------------------------------------------------------------------

    def registration_form(self, cpr: Cpr) -> RegisterPage:
        """An empty *Registrér bilag* on the citizen's case."""

        def open_form() -> RegisterPage:
            page = self._open_citizen(cpr)
            if page is None:
                raise BusinessError(Code.UNKNOWN_CITIZEN)
            return page.new_registration()

        return self._with_relogin(open_form)

    def registration_page(self, cpr: Cpr, number: str) -> RegistrationPage:
        """One registration's page to prepare a write on: the one just read, if it is still on the screen."""
        if self._on_screen is not None and self._on_screen[0] == number:
            return self._on_screen[1]
        return self._with_relogin(lambda: self._open_registration(cpr, number))

    def must_be_writable(self) -> None:
        """Refuse a write in a visit that was opened to look only."""
        if self._read_only:
            raise Refused(f"the visit to {SYSTEM} is read-only: nothing is written in a dry run")
        self._on_screen = None

    # --- how it gets there ------------------------------------------------------------------------------------------

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
        """Look the citizen up and open the case. Logged before it is made, once a visit: no line, no look-up."""
        if cpr not in self._logged:
            self._log_access(cpr)
            self._logged.add(cpr)
        search = self._search_page()
        self._prove_filter(search)
        found = search.search(cpr=cpr)
        if not found:
            return None
        if found != [cpr]:
            raise ProcessError(f"{SYSTEM}: the search for one citizen showed others")
        page = search.choose(cpr)
        if page.citizen().cpr != cpr:
            raise ProcessError(f"{SYSTEM}: another citizen's page came up")
        return page

    def _prove_filter(self, search: SearchPage) -> None:
        """The positive control, once a visit: a search for what can't exist gives nothing."""
        if not self._filter_is_proven:
            if search.search(reference=label(_NO_ITEM)):
                raise ProcessError(f"{SYSTEM}: the search doesn't filter; nothing it shows can be trusted")
            self._filter_is_proven = True

    @speaking_to(SYSTEM)
    def _search_page(self) -> SearchPage:
        """A fresh search page; signs in at first use."""
        self._on_screen = None
        if not self._signed_in:
            return self._sign_in()
        answered(self.case.page.goto(settings().pension_url.rstrip("/") + "/pensys"))
        return SearchPage(self.case).shown()

    def _sign_in(self) -> SearchPage:
        if self._refused is not None:
            raise self._refused
        wanted = settings()
        if not wanted.pension_url:
            raise ConfigurationError("the address of the pension system is missing: set GEVINST_PENSION_URL")
        password = wanted.secret(wanted.pension_password_name).get_secret_value()
        try:
            page = LoginPage(self.case, wanted.pension_url).sign_in(wanted.pension_user, password)
        except ConfigurationError as refused:
            self._refused = refused
            raise
        self._signed_in = True
        return page

    def _with_relogin(self, work: Callable[[], T]) -> T:
        """Work; when the session has expired, sign in once more and work again. Only around what saves nothing."""
        try:
            return work()
        except SessionExpired:
            self._signed_in = False
            return work()


@contextmanager
def open_pension(*, log_access: LogAccess, evidence: Path | None = None, read_only: bool = False) -> Iterator[Pension]:
    """A visit in a fresh context.

    Args:
        log_access: Told the CPR number before a citizen is looked up in this visit; what it raises stops the look-up.
        evidence: The folder for masked evidence of a failure that operations must see.
        read_only: Every write raises `Refused` (a dry run).
    """
    with browser().case() as case:
        pension = Pension(case, log_access, read_only=read_only)
        try:
            yield pension
        except (ConfigurationError, LeaseLost):
            raise
        except Exception:
            if evidence is not None:
                save_evidence(case, evidence, personal=sorted(pension.personal, key=len, reverse=True))
            raise
