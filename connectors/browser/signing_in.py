"""Sign in by redirect, as ADFS and Entra do it: the system sends the browser to an identity page and gets it back.

The password is typed once, and only on the origin that the system's profile names. Accounts are locked after a few wrong
ones: a refused password isn't tried again, in no run, until the secret has changed.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from connectors.browser.account_note import AccountNote, password_hash, read_note, write_note
from connectors.browser.case import CaseContext
from connectors.browser.errors import speaking_to
from connectors.browser.identity import IdentityPage, Selectors
from connectors.browser.origins import origin_of
from connectors.browser.storage_state import keep_session
from connectors.browser.systems import SignIn, system_profile
from gevinst.errors import ConfigurationError, ProcessError, SystemDown
from gevinst.settings import settings

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SignedIn:
    """How it went. `warning` is what operations should do in time, in one sentence; empty when there is nothing."""

    warning: str = ""


def sign_in(system: str, case: CaseContext, *, arrived: Locator) -> SignedIn:
    """Bring a page that asks for sign-in to the system itself. Nothing is typed when it is there already.

    Args:
        system: The system, as in the systems file; its `sign_in` says where and who.
        case: The page is on its way to the identity page, or there.
        arrived: What shows on the system's own page, and on no other, once signed in; in the page itself, not in a
            frame of it (the frame's element will do).

    Raises:
        ConfigurationError: What an administrator must set right: the password, an exception from the second factor …
        ProcessError: The identity page shows something it isn't known to show.
        SystemDown: It doesn't answer.
    """
    profile = system_profile(system)
    if profile.sign_in is None:
        raise ConfigurationError(f"{system}: how to sign in is missing: give its sign_in in GEVINST_SYSTEMS_FILE")
    with speaking_to(system):
        visit = _Visit(system, case.page, profile.sign_in, arrived, profile.navigation_seconds)
        warning = visit.go_through()
    keep_session(system, case)
    return SignedIn(warning)


@dataclass
class _Visit:
    """One way through the identity page. Each kind of page is passed once: what comes again isn't understood."""

    system: str
    page: Page
    profile: SignIn
    arrived: Locator
    navigation_seconds: float
    passed: set[str] = field(default_factory=set)
    warning: str = ""

    def go_through(self) -> str:
        """From whatever is shown to the system's own page."""
        steps = self._steps()
        while (shown := self._what_is_shown(steps)) != "arrived":
            self.passed.add(shown)
            steps[shown]()
        if "password" in self.passed:
            write_note(self.system, AccountNote(warning=self.warning))
        return self.warning

    def _steps(self) -> Mapping[str, Callable[[], None]]:
        """What is done on each page. The first that is shown counts: what stops us stands before what goes on."""
        return {
            "refused": self._on_refused,
            "mfa": self._on_mfa,
            "expired": self._on_expired,
            "expires_soon": self._on_expires_soon,
            "stay_signed_in": lambda: self._press(self._looks.stay_answer),
            "notice": lambda: self._press(self._looks.notice_button),
            "user": self._on_user,
            "password": self._on_password,
            "other_account": lambda: self._press(self._looks.other_account),
        }

    def _what_is_shown(self, steps: Mapping[str, Callable[[], None]]) -> str:
        """Wait until one page is there that we haven't passed; the one just left may still be shown."""
        marks = {name: self._find(getattr(self._looks, name)) for name in steps if self._can_come(name)}
        awaited = self.arrived
        for mark in marks.values():
            awaited = awaited.or_(mark)
        try:
            awaited.filter(visible=True).first.wait_for(timeout=self.navigation_seconds * 1000)
        except PlaywrightTimeout:
            if any(self._find(getattr(self._looks, name)).count() for name in self.passed):
                raise SystemDown(self.system, f"{self.system}: the identity page does not answer in time") from None
            raise ProcessError(f"{self.system}: the identity page shows something it wasn't known to show") from None
        for name, mark in marks.items():
            if mark.count():
                return name
        return "arrived"

    def _can_come(self, name: str) -> bool:
        """A refusal stands only after something was sent; a page that may show an old one is no reason to stop."""
        if name == "refused" and not self.passed & {"user", "password"}:
            return False
        return name not in self.passed and bool(getattr(self._looks, name))

    @property
    def _looks(self) -> IdentityPage:
        return self.profile.looks

    def _on_user(self) -> None:
        self._must_be_the_identity_page()
        self._only(self._looks.user).fill(self.profile.user)
        if self._find(self._looks.password).count():
            self.passed.add("password")
            self._on_password()
        else:
            self._press(self._looks.next_button)

    def _on_password(self) -> None:
        """Typed once in a visit; and in no visit when it was refused before."""
        self._must_be_the_identity_page()
        password = settings().secret(self.profile.secret).get_secret_value()
        if read_note(self.system).refused == password_hash(self.system, self.profile.user, password):
            raise self._refusal("was refused before, and isn't tried again")
        self._only(self._looks.password).fill(password)
        self._press(self._looks.submit)

    def _on_refused(self) -> None:
        if "password" not in self.passed:
            raise ConfigurationError(f"{self.system}: the identity page doesn't know the user: correct sign_in.user")
        password = settings().secret(self.profile.secret).get_secret_value()
        write_note(self.system, AccountNote(refused=password_hash(self.system, self.profile.user, password)))
        raise self._refusal("was refused")

    def _refusal(self, what: str) -> ConfigurationError:
        return ConfigurationError(
            f"{self.system}: the password {what}: correct the secret '{self.profile.secret}', and have the account "
            "unlocked if it is locked"
        )

    def _on_mfa(self) -> None:
        raise ConfigurationError(
            f"{self.system}: the identity page asks for a second factor, which a robot has none of: give its account "
            "an exception from MFA (conditional access: this account, from this machine's address)"
        )

    def _on_expired(self) -> None:
        raise ConfigurationError(
            f"{self.system}: the password has expired: change it, and write the new one to the secret "
            f"'{self.profile.secret}'"
        )

    def _on_expires_soon(self) -> None:
        self.warning = (
            f"{self.system}: the password expires soon: change it, and write the new one to the secret "
            f"'{self.profile.secret}'"
        )
        log.warning(self.warning)
        self._press(self._looks.later)

    def _must_be_the_identity_page(self) -> None:
        if origin_of(self.page.url) != self.profile.origin:
            raise ConfigurationError(
                f"{self.system}: sign-in is asked for at {origin_of(self.page.url) or 'an unknown address'}, and only "
                f"{self.profile.origin} gets the password: correct sign_in.origin if that is right"
            )

    def _press(self, selectors: Selectors) -> None:
        self._only(selectors).click()

    def _only(self, selectors: Selectors) -> Locator:
        """The one thing to act on; none and two are a page that isn't known."""
        if not selectors:
            raise ProcessError(f"{self.system}: the identity page asks for a button that its description lacks")
        found = self._find(selectors)
        if found.count() != 1:
            raise ProcessError(f"{self.system}: the identity page shows {found.count()} of {' or '.join(selectors)}")
        return found

    def _find(self, selectors: Selectors) -> Locator:
        first, *others = (self.page.locator(each) for each in selectors)
        for each in others:
            first = first.or_(each)
        return first.filter(visible=True)
