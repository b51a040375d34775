"""Sign-in by redirect: the password is typed once and in one place, and whatever stands in the way is said in a sentence."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from connectors.browser.account_note import read_note
from connectors.browser.session import browser, close_browser
from connectors.browser.signing_in import SignedIn, sign_in
from gevinst.errors import ConfigurationError, ProcessError, SystemDown
from tests.connectors.browser.identity_site import PASSWORD, USER, Between, Identity, identity_site
from tests.connectors.browser.systems_file import describe, secret

KINDS = [("adfs", "da"), ("entra", "da"), ("entra", "en")]


@pytest.fixture(autouse=True, scope="module")
def fresh() -> Iterator[None]:
    """Leave no browser behind."""
    yield
    close_browser()


@pytest.fixture(params=KINDS, ids=" ".join)
def site(request: pytest.FixtureRequest, house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """A system behind each kind of identity page, described and with its password."""
    with identity_site(*request.param) as running:
        secret(monkeypatch, "byggesag", PASSWORD)
        describe_site(house, monkeypatch, running)
        yield running


@pytest.fixture
def adfs(house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """The same behind ADFS only, for what doesn't depend on the kind."""
    with identity_site("adfs") as running:
        secret(monkeypatch, "byggesag", PASSWORD)
        describe_site(house, monkeypatch, running)
        yield running


def describe_site(
    house: Path, monkeypatch: pytest.MonkeyPatch, site: Identity, *, more: dict[str, Any] | None = None, **sign: Any
) -> None:
    """Write the system into the file."""
    known = {"provider": site.provider, "origin": site.identity_url, "user": USER, "secret": "byggesag", **sign}
    describe(house, monkeypatch, byggesag={"sign_in": known, "navigation_seconds": 3, **(more or {})})


def visit(site: Identity) -> SignedIn:
    """One case: open the system, sign in, and be on its own page."""
    with browser("byggesag").case() as case:
        case.page.goto(site.url)
        arrived = case.page.get_by_role("heading", name="Byggesager")
        signed_in = sign_in("byggesag", case, arrived=arrived)
        assert arrived.count() == 1
        return signed_in


def test_one_comes_back_signed_in(site: Identity) -> None:
    """Account and password on one page or on two, and *stay signed in?* answered with no."""
    assert visit(site).warning == ""
    assert site.typed == [PASSWORD]
    assert set(site.stays) == ({"no"} if site.provider == "entra" else set())


@pytest.mark.parametrize("wrong", ["forkert", ""])
def test_a_refused_password_is_tried_once_and_never_again(
    wrong: str, site: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the next case and not in the next run: the account would be locked. A corrected secret is tried."""
    secret(monkeypatch, "byggesag", wrong or "også forkert")
    for said in ("was refused:", "was refused before"):
        with pytest.raises(ConfigurationError, match=said) as caught:
            visit(site)
        assert "'byggesag'" in caught.value.detail
    assert len(site.typed) == 1
    assert site.typed[0] not in caught.value.detail
    secret(monkeypatch, "byggesag", PASSWORD)
    visit(site)
    assert read_note("byggesag").refused == ""


def test_an_account_that_is_not_known_is_said(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is asked for before the password: no password is typed."""
    with identity_site("entra") as site:
        secret(monkeypatch, "byggesag", PASSWORD)
        describe_site(house, monkeypatch, site, user="en-anden@proeveby.example")
        with pytest.raises(ConfigurationError, match=r"sign_in\.user"):
            visit(site)
        assert site.typed == []


@pytest.mark.parametrize(
    ("between", "said"), [("mfa", "an exception from MFA"), ("expired", "the password has expired")]
)
def test_what_only_an_administrator_can_set_right_is_said(between: Between, said: str, site: Identity) -> None:
    """A second factor, and a password that must be changed first; in both languages."""
    site.between = between
    with pytest.raises(ConfigurationError, match=said):
        visit(site)


def test_a_password_that_soon_expires_is_a_warning(site: Identity, caplog: pytest.LogCaptureFixture) -> None:
    """The case goes on; the log and doctor say what to do in time, until it is done."""
    site.between = "expires_soon"
    with caplog.at_level(logging.WARNING):
        warning = visit(site).warning
    assert "expires soon" in warning
    assert warning in caplog.text
    assert read_note("byggesag").warning == warning
    site.between = ""
    assert visit(site).warning == ""
    assert read_note("byggesag").warning == ""


NOTICE = {
    "user": ["#userNameInput"],
    "password": ["#passwordInput"],
    "submit": ["#submitButton"],
    "refused": ["#errorText:not(:empty)"],
    "mfa": ["#mfa"],
    "notice": ["role=heading[name='Driftsmeddelelse']"],
    "notice_button": ["role=button[name='Læst']"],
}


def test_a_forced_notice_is_acknowledged_where_it_is_declared(
    adfs: Identity, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nowhere else: a page nobody described is no page to press buttons on."""
    adfs.between = "notice"
    with pytest.raises(ProcessError, match="wasn't known to show"):
        visit(adfs)
    describe_site(house, monkeypatch, adfs, provider="own", page=NOTICE)
    visit(adfs)
    assert adfs.sessions == 1


def test_a_page_nobody_knows_ends_the_case(adfs: Identity) -> None:
    """As a changed screen."""
    adfs.between = "unknown"
    with pytest.raises(ProcessError, match="wasn't known to show"):
        visit(adfs)


def test_an_identity_page_that_does_not_answer_is_a_system_that_is_down(adfs: Identity) -> None:
    """The queue waits; nothing has to be set right."""
    adfs.hangs = True
    with pytest.raises(SystemDown, match="does not answer in time"):
        visit(adfs)


def test_the_password_is_typed_at_the_declared_origin_only(
    adfs: Identity, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that looks like the identity page and lies elsewhere gets neither the account nor the password."""
    describe_site(house, monkeypatch, adfs, origin="https://login.proeveby.example")
    with pytest.raises(ConfigurationError, match=r"only https://login\.proeveby\.example gets the password") as caught:
        visit(adfs)
    assert adfs.identity_url in caught.value.detail
    assert adfs.typed == []


def test_a_system_without_a_description_says_so(adfs: Identity, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file and the key are named."""
    describe(house, monkeypatch, byggesag={})
    with pytest.raises(ConfigurationError, match="sign_in in GEVINST_SYSTEMS_FILE"):
        visit(adfs)


def test_a_kept_session_saves_the_sign_in_until_the_system_ends_it(
    adfs: Identity, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next case begins signed in; when the system has forgotten it, one more sign-in renews what is kept."""
    secret(monkeypatch, "session-key", Fernet.generate_key().decode())
    describe_site(house, monkeypatch, adfs, more={"kept_session": {"secret": "session-key"}})
    visit(adfs)
    visit(adfs)
    assert len(adfs.typed) == 1
    adfs.forget_sessions()
    visit(adfs)
    visit(adfs)
    assert len(adfs.typed) == 2
