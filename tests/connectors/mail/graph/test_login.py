"""The login: once for a process, by secret or certificate, and never a second time after a refusal."""

from pathlib import Path

import pytest

from connectors.mail.errors import MailAuthFailed, MailBlocked, MailUnavailable
from connectors.mail.port import Folder
from gevinst.errors import ConfigurationError
from sandbox.exchange.faults import Switch
from sandbox.exchange.server import House
from sandbox.exchange.starting import Running
from tests.connectors.mail.graph.conftest import Online

WRONG = "Wrong~Secret.2026"


def test_a_wrong_secret_is_tried_exactly_once(online: Online, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the secret and what is wrong with it, and never holds it."""
    monkeypatch.setenv("GEVINST_SECRET_MAIL_APPLICATION", WRONG)
    with online.open() as box, pytest.raises(MailAuthFailed) as caught:
        box.check()
    assert online.calls("token") == [401]
    assert "mail-application" in caught.value.detail
    assert "AADSTS7000215" in caught.value.detail
    assert WRONG not in str(caught.value)
    assert online.pauses == []


def test_a_token_serves_every_opening_in_the_process(online: Online) -> None:
    """Each step of a flow opens the mailbox anew; the login server sees one of them."""
    with online.open(client_id=online.running.client_id) as first:
        first.check()
    online.model.forget_requests()
    for _ in range(3):
        with online.open() as box:
            box.check()
    assert online.calls("token") == []


@pytest.fixture
def certificate(exchange: Running, monkeypatch: pytest.MonkeyPatch) -> str:
    """The application's key and certificate, stored as one secret; its name."""
    both = Path(exchange.certificate_key_file).read_text() + Path(exchange.certificate_file).read_text()
    monkeypatch.setenv("GEVINST_SECRET_GRAPH_CERTIFICATE", both)
    return "graph-certificate"


def test_the_application_logs_in_by_its_certificate(online: Online, certificate: str) -> None:
    """No secret is stored anywhere but the private key."""
    with online.open(secret="", certificate=certificate) as box:
        box.check()
    assert 200 in online.calls("token")


def test_a_certificate_that_was_not_uploaded_is_refused_once(
    online: Online, certificate: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence says to upload the one that is stored."""
    other = House(tmp_path_factory.mktemp("other"))
    other.prepare()
    both = other.robot_key.read_text() + other.robot_certificate.read_text()
    monkeypatch.setenv("GEVINST_SECRET_GRAPH_CERTIFICATE", both)
    with online.open(secret="", certificate=certificate) as box, pytest.raises(MailAuthFailed, match="upload"):
        box.check()
    assert online.calls("token") == [401]


@pytest.mark.parametrize("stored", ["", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----", "hemmelig"])
def test_a_secret_that_holds_no_key_and_certificate_is_said_before_any_login(
    online: Online, certificate: str, monkeypatch: pytest.MonkeyPatch, stored: str
) -> None:
    """What must stand in it is said, and the login server is left alone."""
    monkeypatch.setenv("GEVINST_SECRET_GRAPH_CERTIFICATE", stored)
    with (
        pytest.raises(ConfigurationError, match="graph-certificate"),
        online.open(secret="", certificate=certificate) as box,
    ):
        box.check()
    assert online.calls("token") == []


def test_an_unknown_tenant_names_the_setting(online: Online) -> None:
    """A mistyped authority is found on the first look."""
    authority = online.running.authority.replace(online.running.tenant, "00000000-0000-0000-0000-000000000000")
    with online.open(authority=authority) as box, pytest.raises(MailAuthFailed, match="authority"):
        box.check()


@pytest.mark.parametrize("switch", [Switch.BUSY, Switch.UNAVAILABLE_BEFORE, Switch.DROP_BEFORE])
def test_a_login_server_that_is_busy_refused_nobody(
    online: Online, certificate: str, monkeypatch: pytest.MonkeyPatch, switch: Switch
) -> None:
    """Queues wait; they aren't paused, for no password is wrong."""
    monkeypatch.setenv("GEVINST_SECRET_GRAPH_CERTIFICATE", _own_key(online))
    online.running.faults.arm(switch, "token")
    with online.open(secret="", certificate=certificate) as box:
        with pytest.raises(MailUnavailable):
            box.check()
        assert online.running.faults.left() == 0
        box.check()


def _own_key(online: Online) -> str:
    """The same key and certificate, stored in another spelling: no token of another test serves for it."""
    files = (online.running.certificate_file, online.running.certificate_key_file)
    return "".join([f"{online.address}\n", *(Path(file).read_text() for file in files)])


def test_a_token_that_is_refused_is_not_replaced_within_the_same_opening(online: Online) -> None:
    """One 401, one error; the next opening logs in anew, which is when somebody may have mended it."""
    with online.open() as box:
        box.check()
        online.model.forget_requests()
        online.running.faults.arm(Switch.UNAUTHORIZED, "list")
        with pytest.raises(MailAuthFailed):
            box.mails(Folder.INBOX)
        assert online.calls("list") == [401]
        assert online.calls("token") == []
    with online.open() as box:
        box.check()
    assert online.calls("token") == [200]


def test_a_mailbox_the_application_may_not_open_says_what_to_grant(online: Online) -> None:
    """The sentence is the administrator's, and leaves the address out."""
    online.model.grant(online.address, granted=False)
    with online.open() as box, pytest.raises(MailBlocked) as caught:
        box.check()
    assert "Mail.ReadWrite and Mail.Send" in caught.value.detail
    assert online.address not in str(caught.value)


def test_an_address_the_tenant_does_not_have_is_said(online: Online) -> None:
    """And not taken for a missing folder."""
    with online.open(address="nobody@eksempel.example") as box, pytest.raises(MailBlocked, match="correct address"):
        box.check()


def test_a_server_whose_certificate_is_not_trusted_names_the_setting(online: Online) -> None:
    """No way around it is offered."""
    with online.open(ca_file=None) as box, pytest.raises(MailUnavailable, match="ca_file"):
        box.check()
    with pytest.raises(ConfigurationError, match="ca_file"), online.open(ca_file=Path("nowhere.pem")):
        pass
