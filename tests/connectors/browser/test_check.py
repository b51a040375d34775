"""Doctor's look at the browser, and at what each system asks of it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.fernet import Fernet

from connectors.browser.account_note import AccountNote, password_hash, write_note
from connectors.browser.check import check_browser
from connectors.browser.check_systems import check_systems
from connectors.browser.session import close_browser
from gevinst.doctor import Finding
from tests.connectors.browser.systems_file import describe, secret


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Whatever a test sets counts, and is gone afterwards."""
    close_browser()
    yield
    close_browser()


def test_a_browser_that_works_is_fine() -> None:
    """It starts, takes a picture and prints, and there is nothing to do."""
    (finding,) = check_browser()
    assert (finding.ok, finding.remedy) == (True, "")


def test_a_browser_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting at fault is named, as is the command that installs one."""
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", "/findes/ikke")
    (finding,) = check_browser()
    assert not finding.ok
    assert "GEVINST_BROWSER_EXECUTABLE" in finding.detail
    assert "make setup" in finding.remedy


SIGN_IN = {"provider": "entra", "origin": "https://login.example", "user": "robot@x.example", "secret": "byggesag"}


@pytest.fixture
def byggesag(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A system with everything, and all of it in order."""
    issuer = trustme.CA()
    until = datetime.now(UTC) + timedelta(days=90, hours=1)
    robot = issuer.issue_cert("robot.example", not_after=until).private_key_and_cert_chain_pem.bytes().decode()
    return {
        "proxy": {
            "server": "http://127.0.0.1:1",
            "user": "robot",
            "secret": secret(monkeypatch, "proxy", "hemmelig-p"),
        },
        "client_certificate": {
            "origins": ["https://byggesag.example", "https://login.example"],
            "pem": secret(monkeypatch, "certificate", robot),
        },
        "sign_in": {**SIGN_IN, "secret": secret(monkeypatch, "byggesag", "hemmelig-b")},
        "kept_session": {"secret": secret(monkeypatch, "session-key", Fernet.generate_key().decode())},
    }


def look(house: Path, monkeypatch: pytest.MonkeyPatch, **systems: dict[str, Any]) -> list[Finding]:
    """What doctor says of these systems; never a secret."""
    describe(house, monkeypatch, **systems)
    findings = list(check_systems())
    assert "hemmelig" not in str(findings)
    return findings


def test_each_system_says_what_was_seen(house: Path, monkeypatch: pytest.MonkeyPatch, byggesag: dict[str, Any]) -> None:
    """Secrets are there, and the certificate will do for a while."""
    arkiv, found = look(house, monkeypatch, byggesag=byggesag, arkiv={})
    assert (arkiv.name, arkiv.ok, arkiv.detail) == ("browser for arkiv", True, "starts")
    assert (found.ok, found.remedy) == (True, "")
    for said in ("good for 90 days", "passwords are there", "key of its session"):
        assert said in found.detail


@pytest.mark.parametrize("name", ["proxy", "certificate", "byggesag", "session-key"])
def test_a_secret_that_is_missing_is_named(
    name: str, house: Path, monkeypatch: pytest.MonkeyPatch, byggesag: dict[str, Any]
) -> None:
    """Before a case needs it."""
    monkeypatch.delenv("GEVINST_SECRET_" + name.upper().replace("-", "_"))
    (finding,) = look(house, monkeypatch, byggesag=byggesag)
    assert not finding.ok
    assert f"secret '{name}' is missing" in finding.remedy


def test_a_certificate_that_soon_ends_is_something_to_do(
    house: Path, monkeypatch: pytest.MonkeyPatch, byggesag: dict[str, Any]
) -> None:
    """While there is still time to have another issued."""
    until = datetime.now(UTC) + timedelta(days=20, hours=1)
    robot = trustme.CA().issue_cert("robot.example", not_after=until).private_key_and_cert_chain_pem.bytes().decode()
    secret(monkeypatch, "certificate", robot)
    (finding,) = look(house, monkeypatch, byggesag=byggesag)
    assert not finding.ok
    assert f"ends in 20 days, on {until:%Y-%m-%d}" in finding.remedy


def test_what_the_last_sign_in_met_is_told(
    house: Path, monkeypatch: pytest.MonkeyPatch, byggesag: dict[str, Any]
) -> None:
    """A password that was refused, until the secret is another; and one that soon expires."""
    write_note("byggesag", AccountNote(refused=password_hash("byggesag", SIGN_IN["user"], "hemmelig-b")))
    (finding,) = look(house, monkeypatch, byggesag=byggesag)
    assert not finding.ok
    assert "was refused" in finding.remedy
    secret(monkeypatch, "byggesag", "hemmelig-ny")
    (finding,) = look(house, monkeypatch, byggesag=byggesag)
    assert finding.ok
    write_note("byggesag", AccountNote(warning="byggesag: the password expires soon: change it"))
    (finding,) = look(house, monkeypatch, byggesag=byggesag)
    assert (finding.ok, finding.remedy) == (False, "byggesag: the password expires soon: change it")


def test_a_file_that_cannot_be_read_is_one_finding(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the key at fault."""
    (finding,) = look(house, monkeypatch, byggesag={"proxxy": {}})
    assert not finding.ok
    assert "proxxy" in finding.remedy
