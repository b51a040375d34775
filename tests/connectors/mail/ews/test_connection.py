"""Certificates, and addresses that lead nowhere."""

from pathlib import Path

import pytest
import trustme

from connectors.mail.errors import MailBlocked
from connectors.mail.ews.mailbox import open_ews
from connectors.mail.port import Folder
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import by_token, ews_profile, new_mailbox


@pytest.fixture
def other_authority(house: Path) -> Path:
    """One that signed nothing here."""
    path = house / "other-ca.pem"
    trustme.CA().cert_pem.write_to_path(path)
    return path


@pytest.mark.parametrize("is_token", [False, True])
def test_the_authority_of_the_profile_counts_whatever_the_environment_says(
    exchange: Running, other_authority: Path, monkeypatch: pytest.MonkeyPatch, is_token: bool
) -> None:
    """REQUESTS_CA_BUNDLE would win over it; also at the login server."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other_authority))
    profile = ews_profile(exchange, new_mailbox(exchange), **by_token(exchange) if is_token else {})
    with open_ews("post", profile) as box:
        assert box.mails(Folder.INBOX) == []


@pytest.mark.parametrize("is_token", [False, True])
def test_a_certificate_that_cannot_be_verified_names_the_setting(
    exchange: Running, other_authority: Path, is_token: bool
) -> None:
    """Nothing is sent to a server that isn't the one meant, and nobody waits for it to become it."""
    changes = (by_token(exchange) if is_token else {}) | {"ca_file": other_authority}
    with (
        open_ews("post", ews_profile(exchange, new_mailbox(exchange), **changes)) as box,
        pytest.raises(MailBlocked, match="ca_file"),
    ):
        box.check()
    assert exchange.exchange.requests() == []


def test_an_authority_that_cannot_be_read_is_named(exchange: Running, house: Path) -> None:
    """A path with a mistake in it."""
    profile = ews_profile(exchange, new_mailbox(exchange), ca_file=house / "nothing.pem")
    with open_ews("post", profile) as box, pytest.raises(MailBlocked, match="ca_file can't be read"):
        box.check()


def test_an_address_without_ews_behind_it_names_the_setting(exchange: Running) -> None:
    """A server that knows nothing of EWS at that path."""
    profile = ews_profile(exchange, new_mailbox(exchange), endpoint=f"{exchange.url}/owa/nothing")
    with open_ews("post", profile) as box, pytest.raises(MailBlocked, match="correct endpoint"):
        box.check()


def test_two_mailboxes_of_one_process_do_not_share_a_connection(exchange: Running, other_authority: Path) -> None:
    """The library keeps one per server and user; a profile that was corrected would never be seen."""
    address = new_mailbox(exchange)
    misled, corrected = ews_profile(exchange, address, ca_file=other_authority), ews_profile(exchange, address)
    with open_ews("post", misled) as wrong, open_ews("post", corrected) as right:
        right.check()
        with pytest.raises(MailBlocked):
            wrong.check()
        right.check()
