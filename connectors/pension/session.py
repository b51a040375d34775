"""A signed-in visit to the pension system: a fresh browser context, one sign-in, and one more if the session expires."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from connectors.browser.evidence import save_evidence
from connectors.browser.session import CaseContext, browser
from connectors.pension.model import SYSTEM, Citizen, FiledDocument, Registration
from connectors.pension.pages import CitizenPage, LoginPage, RegistrationPage, SearchPage, SessionExpired
from gevinst.errors import ConfigurationError, LeaseLost, ProcessError
from gevinst.settings import settings
from gevinst.values.cpr import Cpr

LogAccess = Callable[[Cpr], None]
T = TypeVar("T")

_IMPOSSIBLE_REFERENCE = "GEV-0"
"""No item has this number: a search for it must give nothing, else the search doesn't filter."""


class Pension:
    """One visit. Every read starts on a fresh search page, so what it shows is what the system holds now."""

    def __init__(self, case: CaseContext, log_access: LogAccess) -> None:
        self.case = case
        self._log_access = log_access
        self._filter_is_proven = False
        self._signed_in = False

    def citizen(self, cpr: Cpr) -> Citizen | None:
        """The citizen, or None when the system doesn't know the number. The look-up is logged before it is made."""
        self._log_access(cpr)
        page = self.citizen_page(cpr)
        return None if page is None else page.citizen()

    def registrations(self, cpr: Cpr) -> tuple[Registration, ...]:
        """Everything registered on the citizen."""
        page = self.citizen_page(cpr)
        return () if page is None else page.registrations()

    def files(self, cpr: Cpr, number: str) -> tuple[FiledDocument, ...]:
        """What is filed on one of the citizen's registrations."""
        return self.registration_page(cpr, number).files()

    def citizen_page(self, cpr: Cpr) -> CitizenPage | None:
        """Search afresh and open the citizen's page; proves that it is the citizen's."""
        return self._with_relogin(lambda: self._open_citizen(cpr))

    def registration_page(self, cpr: Cpr, number: str) -> RegistrationPage:
        """Search afresh and open one registration's page."""
        return self._with_relogin(lambda: self._open_registration(cpr, number))

    def _open_registration(self, cpr: Cpr, number: str) -> RegistrationPage:
        page = self._open_citizen(cpr)
        if page is None:
            raise ProcessError(f"{SYSTEM}: the citizen of {number} can't be found any more")
        return page.open(number)

    def _open_citizen(self, cpr: Cpr) -> CitizenPage | None:
        search = self._search_page()
        self._prove_filter(search)
        found = search.search(cpr=cpr.formatted)
        if not found:
            return None
        if [Cpr.parse(number) for number in found] != [cpr]:
            raise ProcessError(f"{SYSTEM}: the search for one citizen showed others")
        page = search.choose()
        if page.citizen().cpr != cpr:
            raise ProcessError(f"{SYSTEM}: another citizen's page came up")
        return page

    def _search_page(self) -> SearchPage:
        """A fresh search page; signs in at first use."""
        if not self._signed_in:
            wanted = settings()
            if not wanted.pension_url:
                raise ConfigurationError("the address of the pension system is missing: set GEVINST_PENSION_URL")
            password = wanted.secret(wanted.pension_password_name).get_secret_value()
            page = LoginPage(self.case, wanted.pension_url).sign_in(wanted.pension_user, password)
            self._signed_in = True
            return page
        self.case.page.goto(settings().pension_url.rstrip("/") + "/pensys")
        if "/pensys" in self.case.page.url and self.case.page.get_by_text("Sessionen er udløbet").count():
            raise SessionExpired(f"the session of {SYSTEM} expired")
        return SearchPage(self.case).shown()

    def _prove_filter(self, search: SearchPage) -> None:
        """The positive control, once a visit: a search for what can't exist gives nothing."""
        if not self._filter_is_proven:
            if search.search(reference=_IMPOSSIBLE_REFERENCE):
                raise ProcessError(f"{SYSTEM}: the search doesn't filter; nothing it shows can be trusted")
            self._filter_is_proven = True

    def _with_relogin(self, read: Callable[[], T]) -> T:
        """Read; when the session has expired, sign in once more and read again. Only ever around reads."""
        try:
            return read()
        except SessionExpired:
            self._signed_in = False
            return read()


@contextmanager
def open_pension(*, log_access: LogAccess, evidence: Path | None = None) -> Iterator[Pension]:
    """A visit in a fresh context. A failure that operations must see leaves masked evidence in the folder."""
    with browser().case() as case:
        try:
            yield Pension(case, log_access)
        except (ConfigurationError, LeaseLost):
            raise
        except Exception:
            if evidence is not None:
                save_evidence(case, evidence)
            raise
