"""The three ways to log in to the EWS face, what is refused, and every fault as exchangelib sees it."""

import pytest
from exchangelib import IMPERSONATION, Account, Configuration, FailFast, FaultTolerance, Identity, OAuth2Credentials
from exchangelib.errors import (
    ErrorAccessDenied,
    ErrorNonExistentMailbox,
    ErrorServerBusy,
    ErrorTimeoutExpired,
    MalformedResponseError,
    UnauthorizedError,
)
from exchangelib.protocol import BaseProtocol
from oauthlib.oauth2.rfc6749.errors import InvalidClientError

from sandbox.exchange.faults import Switch
from tests.sandbox.exchange.conftest import VERSION, Box, open_account, slept
from tests.sandbox.exchange.samples import plain

pytestmark = pytest.mark.usefixtures("exchangelib_on")


@pytest.mark.parametrize("auth_type", ["basic", "NTLM"])
def test_the_service_account_logs_in_by_password(box: Box, auth_type: str) -> None:
    """It reads a shared mailbox that it was given access to."""
    box.deliver(plain().as_bytes())
    account = open_account(box, auth_type)
    assert account.inbox.get(is_read=False).subject == "Regning på brød 1"
    assert {each.account for each in box.exchange.requests() if each.authorised} == {"svc-gevinst"}


def test_ntlm_proves_a_connection_once(box: Box) -> None:
    """Further calls on the connection need no proof; a new connection does."""
    account = open_account(box, "NTLM")
    for _ in range(3):
        account.inbox.refresh()
    unproven = [each for each in box.exchange.requests() if each.authorised is None]
    assert len(unproven) <= 2  # the bare request and the first message of the one handshake
    assert len(box.exchange.requests(operation="GetFolder")) >= 4


@pytest.mark.parametrize("auth_type", ["basic", "NTLM"])
def test_a_wrong_password_is_one_refused_login(box: Box, auth_type: str) -> None:
    """The log counts it, so that a test can say that nobody was locked out."""
    with pytest.raises(UnauthorizedError):
        _ = open_account(box, auth_type, password="forkert").inbox
    assert [each.authorised for each in box.exchange.requests() if each.authorised is not None] == [False]


def test_an_application_logs_in_by_token_and_says_whose_mailbox(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """By client credentials and the impersonation header; one token serves many calls."""
    box.deliver(plain().as_bytes())
    account = open_by_token(box, box.server.client_secret, monkeypatch)
    assert account.inbox.get().subject == "Regning på brød 1"
    tokens = box.exchange.requests(face="login")
    assert [(each.account, each.authorised) for each in tokens] == [(box.server.client_id, True)]


def test_a_wrong_secret_gives_no_token(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """One refused login, and nothing asked of the mailbox."""
    with pytest.raises(InvalidClientError):
        _ = open_by_token(box, "forkert", monkeypatch).inbox
    assert {each.authorised for each in box.exchange.requests(face="login")} == {False}
    assert box.operations() == []


def test_a_mailbox_without_access_is_refused(box: Box) -> None:
    """An administrator has to give it; a mailbox that doesn't exist is another refusal."""
    box.exchange.grant(box.address, granted=False)
    with pytest.raises(ErrorAccessDenied):
        _ = open_account(box, "basic").inbox
    with pytest.raises(ErrorNonExistentMailbox):
        _ = open_account(Box(box.server, "ukendt@eksempel.example"), "basic").inbox


def test_a_client_may_guess_version_and_way_to_log_in(box: Box) -> None:
    """The two probes of exchangelib are answered."""
    configuration = Configuration(
        service_endpoint=box.server.ews,
        credentials=open_account(box, "basic").protocol.credentials,
        retry_policy=FailFast(),
    )
    account = Account(box.address, config=configuration, autodiscover=False, access_type="delegate")
    assert account.inbox.name == "Indbakke"
    assert account.version.build.major_version == 15


@pytest.mark.parametrize(
    ("switch", "error"),
    [
        (Switch.BUSY, ErrorServerBusy),
        (Switch.UNAUTHORIZED, UnauthorizedError),
        (Switch.FORBIDDEN, MalformedResponseError),
        (Switch.THROTTLED, MalformedResponseError),
        (Switch.UNAVAILABLE_BEFORE, ErrorServerBusy),
        (Switch.UNAVAILABLE_AFTER, ErrorServerBusy),
        (Switch.DROP_BEFORE, ErrorTimeoutExpired),
        (Switch.DROP_AFTER, ErrorTimeoutExpired),
    ],
)
def test_a_fault_is_what_its_client_makes_of_it(box: Box, switch: Switch, error: type[Exception]) -> None:
    """Each switch reaches exchangelib as the error that a real server's would; the call after it is served."""
    account = open_account(box, "basic")
    _ = account.inbox
    box.server.faults.arm(switch, "FindItem", seconds=2)
    with pytest.raises(error):
        account.inbox.all().count()
    assert account.inbox.all().count() == 0
    assert box.server.faults.left() == 0


def test_a_slow_answer_is_given_up(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that waits less long than the server takes sees a timeout."""
    account = open_account(box, "basic")
    _ = account.inbox
    monkeypatch.setattr(BaseProtocol, "TIMEOUT", 0.2)
    box.server.faults.arm(Switch.SLOW, "FindItem", seconds=30)
    with pytest.raises(ErrorTimeoutExpired):
        account.inbox.all().count()


def test_a_busy_server_says_how_long_to_wait(box: Box) -> None:
    """A client that heeds the back-off waits that long and succeeds."""
    account = open_account(box, "basic", retry_policy=FaultTolerance(max_wait=10))
    _ = account.inbox
    box.server.faults.arm(Switch.BUSY, "FindItem", seconds=1.5)
    with slept() as waits:
        assert account.inbox.all().count() == 0
    assert sum(waits) > 1


def open_by_token(box: Box, secret: str, monkeypatch: pytest.MonkeyPatch) -> Account:
    """An account of the application."""
    monkeypatch.setattr(OAuth2Credentials, "token_url", property(lambda _: box.server.token_url))
    credentials = OAuth2Credentials(
        client_id=box.server.client_id,
        client_secret=secret,
        tenant_id=box.server.tenant,
        identity=Identity(primary_smtp_address=box.address),
    )
    configuration = Configuration(
        service_endpoint=box.server.ews,
        credentials=credentials,
        auth_type="OAuth 2.0",
        version=VERSION,
        retry_policy=FailFast(),
    )
    return Account(box.address, config=configuration, access_type=IMPERSONATION, autodiscover=False)
