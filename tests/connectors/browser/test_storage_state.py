"""A kept session: encrypted, for one account, renewed, and gone when it can't be used."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from connectors.browser.case import CaseContext
from connectors.browser.session import browser, close_browser
from connectors.browser.storage_state import forget_session, keep_session, kept_session
from gevinst.errors import ConfigurationError
from tests.connectors.browser.serving import Site
from tests.connectors.browser.systems_file import describe, secret

COOKIE = "besoegt"


@pytest.fixture(autouse=True, scope="module")
def fresh() -> Iterator[None]:
    """Leave no browser behind."""
    yield
    close_browser()


@pytest.fixture
def kept(house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`pension` keeps its session; this is the file."""
    secret(monkeypatch, "session-key", Fernet.generate_key().decode())
    describe_pension(house, monkeypatch)
    return house / "data/browser/pension.session"


def describe_pension(house: Path, monkeypatch: pytest.MonkeyPatch, **more: Any) -> None:
    """Write it into the file of systems."""
    wanted = {"secret": "session-key", "account": "robot-pension", **more}
    describe(house, monkeypatch, pension={"kept_session": wanted}, erp={})


def visit(site: Site, system: str = "pension") -> CaseContext:
    """One case that keeps what it got."""
    with browser(system).case() as case:
        case.page.goto(site.url)
        case.page.evaluate("localStorage.setItem('borger', 'nej')")
        keep_session(system, case)
        return case


def cookies_sent(site: Site) -> list[str]:
    """What each visit came with."""
    return [each.cookie for each in site.received]


def test_the_next_case_begins_with_what_was_kept(kept: Path, site: Site) -> None:
    """Cookies and what the page stored."""
    visit(site)
    with browser("pension").case() as case:
        case.page.goto(site.url)
        assert case.page.evaluate("localStorage.getItem('borger')") == "nej"
    assert cookies_sent(site) == ["", f"{COOKIE}=ja"]


def test_no_other_system_gets_it_and_what_is_not_kept_is_not_written(kept: Path, site: Site) -> None:
    """A system that doesn't ask for it signs in each time."""
    visit(site)
    visit(site, "erp")
    assert cookies_sent(site) == ["", ""]
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_nobody_reads_it_without_the_key(kept: Path, site: Site) -> None:
    """The file is the service account's only, and holds no word of the cookie."""
    visit(site)
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert COOKIE.encode() not in kept.read_bytes()


@pytest.mark.parametrize("why", ["another key", "another account", "damaged", "empty"])
def test_what_cannot_be_used_is_deleted(
    why: str, kept: Path, site: Site, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case begins signed out, as if nothing had been kept, and the next sign-in writes anew."""
    visit(site)
    match why:
        case "another key":
            secret(monkeypatch, "session-key", Fernet.generate_key().decode())
        case "another account":
            describe_pension(house, monkeypatch, account="robot-pension-2")
        case "damaged":
            kept.write_bytes(kept.read_bytes()[:-9])
        case _:
            kept.write_bytes(b"")
    assert kept_session("pension") is None
    assert not kept.exists()
    visit(site)
    assert cookies_sent(site) == ["", ""]
    assert kept_session("pension") is not None


def test_one_that_is_too_old_is_deleted(kept: Path, site: Site, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the system itself would let it live."""
    visit(site)
    content = Fernet(key := Fernet.generate_key()).encrypt_at_time(
        b'{"account": ["robot-pension"], "state": {}}', int((datetime.now(UTC) - timedelta(hours=2)).timestamp())
    )
    secret(monkeypatch, "session-key", key.decode())
    describe_pension(house, monkeypatch, hours=3)
    kept.write_bytes(content)
    assert kept_session("pension") == {}
    describe_pension(house, monkeypatch, hours=1)
    assert kept_session("pension") is None
    assert not kept.exists()


def test_a_session_that_the_system_ended_is_forgotten(kept: Path, site: Site) -> None:
    """In the case at hand, too, so that it signs in as for the first time."""
    visit(site)
    with browser("pension").case() as case:
        forget_session("pension", case)
        case.page.goto(site.url)
    assert cookies_sent(site) == ["", ""]
    assert not kept.exists()


@pytest.mark.parametrize("key", ["hemmelig", None])
def test_a_key_that_is_none_says_how_to_make_one(
    key: str | None, kept: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is opened, and without repeating it."""
    if key is None:
        monkeypatch.delenv("GEVINST_SECRET_SESSION_KEY")
    else:
        secret(monkeypatch, "session-key", key)
    with pytest.raises(ConfigurationError) as caught:
        visit(site)
    assert ("openssl rand" if key else "GEVINST_SECRET_SESSION_KEY") in caught.value.detail
    assert "hemmelig" not in caught.value.detail
    assert site.received == []


def test_several_processes_may_keep_it(kept: Path, site: Site) -> None:
    """Whoever reads while others write sees one whole session or another, never half of one."""
    visit(site)
    content, seen, written = kept.read_bytes(), [], threading.Event()

    def read() -> None:
        while not written.is_set():
            seen.append(kept_session("pension"))

    reader = threading.Thread(target=read)
    reader.start()
    with browser("pension").case() as case:
        for _ in range(10):
            keep_session("pension", case)
    written.set()
    reader.join()
    assert kept.read_bytes() != content
    assert seen
    assert None not in seen
