"""Every way to log in, and that a refused login is one login."""

from typing import Any

import pytest

from connectors.mail.errors import MailAuthFailed, MailBlocked, MailUnavailable
from connectors.mail.ews import connecting
from connectors.mail.ews.mailbox import open_ews
from connectors.mail.port import Folder
from gevinst.errors import ConfigurationError, GevinstError, SystemDown
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import by_token, ews_profile, new_mailbox
from tests.connectors.mail.samples import mail


def ways(running: Running) -> dict[str, dict[str, Any]]:
    """What changes in the profile for each."""
    return {"basic": {"auth": "basic"}, "ntlm": {}, "oauth2": by_token(running)}


@pytest.mark.parametrize("access", ["delegate", "impersonation"])
@pytest.mark.parametrize("auth", ["basic", "ntlm", "oauth2"])
def test_the_robot_gets_into_a_shared_mailbox(exchange: Running, auth: str, access: str) -> None:
    """By each way to log in, as its delegate and in its name."""
    address = new_mailbox(exchange)
    exchange.exchange.deliver(address, mail())
    with open_ews("post", ews_profile(exchange, address, **ways(exchange)[auth] | {"access": access})) as box:
        assert [each.message_id for each in box.mails(Folder.INBOX)] == ["<1@klinik.example>"]


@pytest.mark.parametrize("auth", ["basic", "ntlm", "oauth2"])
def test_a_wrong_password_is_tried_exactly_once(exchange: Running, auth: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is done with the mailbox afterwards in that run is not: a second try would lock the account."""
    for name in ("TEST", "APPLICATION"):
        monkeypatch.setenv(f"GEVINST_SECRET_MAIL_{name}", "forkert")
    profile = ews_profile(exchange, new_mailbox(exchange), **ways(exchange)[auth])
    with open_ews("post", profile) as box, pytest.raises(MailAuthFailed) as caught:
        box.mails(Folder.INBOX)
    assert [each.authorised for each in exchange.exchange.requests() if each.authorised is not None] == [False]
    assert "forkert" not in str(caught.value)
    assert "exchange-server.md" in caught.value.detail or "token_url" in caught.value.detail


def test_a_token_that_the_server_refuses_is_not_asked_for_again(exchange: Running) -> None:
    """One token, one call, one error."""
    exchange.faults.arm("401", "FindItem", times=9)
    with (
        open_ews("post", ews_profile(exchange, new_mailbox(exchange), **by_token(exchange))) as box,
        pytest.raises(MailAuthFailed),
    ):
        box.mails(Folder.INBOX)
    assert [each.operation for each in exchange.exchange.requests()] == ["token", "FindItem"]


def test_a_connection_that_lost_its_login_proves_itself_once_more_and_not_twice(exchange: Running) -> None:
    """By NTLM a server may forget who is on a connection; an account that was locked meanwhile isn't tried on and on."""
    address = new_mailbox(exchange)
    with open_ews("post", ews_profile(exchange, address)) as box:
        box.mails(Folder.INBOX)
        exchange.exchange.forget_requests()
        exchange.faults.arm("401", "FindItem", times=9)
        with pytest.raises(MailAuthFailed):
            box.mails(Folder.INBOX)
        assert len(exchange.exchange.requests(operation="FindItem")) == 2
        exchange.faults.clear()
        box.check()
        exchange.faults.arm("401", "FindItem", times=1)
        assert box.mails(Folder.INBOX) == []


def test_a_login_server_that_is_down_refuses_nobody(exchange: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue waits; nobody is asked to correct a password."""
    monkeypatch.setattr("connectors.mail.ews.patience.pause", lambda _: None)
    exchange.faults.arm("503-before", "token", times=9)
    with (
        open_ews("post", ews_profile(exchange, new_mailbox(exchange), **by_token(exchange))) as box,
        pytest.raises(SystemDown),
    ):
        box.check()


@pytest.mark.parametrize("auth", ["basic", "ntlm", "oauth2"])
def test_a_mailbox_that_the_account_was_not_given_says_what_to_grant(exchange: Running, auth: str) -> None:
    """The login is right; an administrator must do something."""
    address = new_mailbox(exchange)
    exchange.exchange.grant(address, granted=False)
    with (
        open_ews("post", ews_profile(exchange, address, **ways(exchange)[auth])) as box,
        pytest.raises(MailBlocked, match=r"FullAccess|impersonate") as caught,
    ):
        box.check()
    assert address not in str(caught.value)


def test_a_mailbox_that_is_not_there_says_so(exchange: Running) -> None:
    """It may be in Exchange Online."""
    with (
        open_ews("post", ews_profile(exchange, "ingen@eksempel.example")) as box,
        pytest.raises(MailBlocked, match="backend graph"),
    ):
        box.check()


def test_a_missing_secret_is_named(exchange: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is asked of the server."""
    monkeypatch.delenv("GEVINST_SECRET_MAIL_TEST")
    with (
        pytest.raises(ConfigurationError, match="mail-test"),
        open_ews("post", ews_profile(exchange, new_mailbox(exchange))),
    ):
        pass


@pytest.mark.parametrize("host", ["outlook.office365.com", "outlook.office.com"])
def test_exchange_online_is_refused_with_the_backend_to_use(exchange: Running, host: str) -> None:
    """It isn't even called."""
    profile = ews_profile(exchange, "post@eksempel.example", endpoint=f"https://{host}/EWS/Exchange.asmx")
    with pytest.raises(MailBlocked, match="backend graph"), open_ews("post", profile):
        pass


def test_a_server_that_lets_no_ews_in_names_the_other_backend(exchange: Running) -> None:
    """403 is what Exchange Online answers behind any name."""
    exchange.faults.arm("403", "*", times=1)
    with (
        open_ews("post", ews_profile(exchange, new_mailbox(exchange))) as box,
        pytest.raises(MailBlocked, match="backend graph"),
    ):
        box.check()


def test_kerberos_is_the_service_accounts_own_ticket(exchange: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """No secret; what must be installed for it is named."""
    monkeypatch.setattr(connecting, "AUTH_TYPE_MAP", {})
    profile = ews_profile(exchange, new_mailbox(exchange), auth="kerberos", user="", secret="")
    with pytest.raises(MailBlocked, match=r"exchangelib\["), open_ews("post", profile):
        pass


def test_nothing_but_the_ports_errors_comes_out(exchange: Running) -> None:
    """A port that nobody listens on, for one."""
    profile = ews_profile(exchange, new_mailbox(exchange), endpoint="https://localhost:9/EWS/Exchange.asmx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("connectors.mail.ews.patience.pause", lambda _: None)
        with open_ews("post", profile) as box, pytest.raises(GevinstError) as caught:
            box.check()
    assert isinstance(caught.value, MailUnavailable)
