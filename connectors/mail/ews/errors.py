"""What an answer of the Exchange Server means: each status and response code as the port's error, with the remedy.

Of an answer only its status or code is ever shown: its text may hold addresses.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from xml.sax import SAXException

from exchangelib.errors import EWSError
from oauthlib.oauth2 import OAuth2Error
from requests import RequestException
from urllib3.exceptions import HTTPError

from connectors.mail.errors import (
    MailAuthFailed,
    MailBlocked,
    MailChanged,
    MailNotFound,
    MailThrottled,
    MailTooLarge,
    MailUnavailable,
)
from connectors.mail.retry_after import UNSAID, retry_after
from gevinst.errors import GevinstError

GUIDE = "docs/exchange-server.md"
USE_GRAPH = "Exchange Online lets no program in by EWS any more: give a mailbox there backend graph"
_REDIRECTS = range(300, 400)


class StaleState(Exception):
    """The sync state is too old or unknown, so everything must be listed again."""


@contextmanager
def translated(name: str, doing: str) -> Iterator[None]:
    """Let nothing but the port's errors out.

    Args:
        name: The mailbox's name in the file of mailboxes; its address is never shown.
        doing: What is asked of the server, in words of ours.
    """
    try:
        yield
    except GevinstError:
        raise
    except (EWSError, RequestException, HTTPError, OAuth2Error, SAXException, OSError) as error:
        raise error_of(error, f"mailbox '{name}', to {doing}") from None


def error_of(error: Exception, said: str) -> Exception:
    """The error to raise for one of the libraries'."""
    code = type(error).__name__
    for codes, make in _BY_CODE:
        if code in codes:
            return make(f"{said}: {code}")
    if code == "ErrorServerBusy":
        seconds = getattr(error, "back_off", None)
        return MailThrottled(timedelta(seconds=float(seconds)) if seconds else UNSAID, f"{said}: {code}")
    if isinstance(error, OAuth2Error):
        return MailAuthFailed(
            f"{said}: the login server refused ({error.error}); check user, secret, scope and token_url"
        )
    return MailUnavailable(f"{said}: {code}")


def _blocked(remedy: str) -> Callable[[str], Exception]:
    return lambda said: MailBlocked(f"{said}: {remedy} ({GUIDE})")


_BY_CODE: tuple[tuple[frozenset[str], Callable[[str], Exception]], ...] = (
    (
        frozenset({"ErrorItemNotFound", "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty"}),
        MailNotFound,
    ),
    (
        frozenset({"ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorInvalidChangeKey", "ErrorChangeKeyRequired"}),
        MailChanged,
    ),
    (
        frozenset({"ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded", "ErrorDataSizeLimitExceeded"}),
        MailTooLarge,
    ),
    (frozenset({"ErrorInvalidSyncStateData", "ErrorSyncFolderNotFound"}), StaleState),
    (
        frozenset({"ErrorQuotaExceeded"}),
        lambda said: MailUnavailable(f"{said}: the mailbox is full; make room in it"),
    ),
    (frozenset({"UnauthorizedError"}), MailAuthFailed),
    (
        frozenset({"ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed"}),
        _blocked("let the account impersonate this mailbox, or write access: delegate"),
    ),
    (
        frozenset({"ErrorNonExistentMailbox", "ErrorMailboxNotFound"}),
        _blocked(
            "the server has no mailbox of that address; correct address, or give one in Exchange Online backend graph"
        ),
    ),
    (
        frozenset({"ErrorAccessDenied", "ErrorFolderNotFound", "ErrorMissingEmailAddress"}),
        _blocked("give the account FullAccess to this mailbox"),
    ),
    (frozenset({"ErrorSendAsDenied"}), _blocked("let the account send as this mailbox")),
    (frozenset({"ErrorAccountDisabled"}), _blocked("enable the account")),
)
"""By the response code, which is the library's class."""


def error_of_answer(response: Any, said: str) -> GevinstError:  # noqa: ANN401 (exchangelib has no types)
    """The error to raise for an answer that isn't EWS at all, by its status."""
    status = int(response.status_code)
    said = f"{said}: the server answers {status}"
    if status == 401 or b"account is currently locked out" in response.content:
        return MailAuthFailed(f"{said}: the login was refused, and isn't tried again; check user and secret ({GUIDE})")
    if status == 403:
        return MailBlocked(
            f"{said}: it lets this program in by no EWS. {USE_GRAPH}; on a server of one's own, see {GUIDE}"
        )
    if status == 413:
        return MailTooLarge(said)
    if status in _REDIRECTS or status == 404:
        return MailBlocked(f"{said}: correct endpoint; it ends in /EWS/Exchange.asmx and signs nobody in by a web page")
    after = retry_after(response.headers)
    if after is not None or status == 429:
        return MailThrottled(UNSAID if after is None else after, said)
    return MailUnavailable(said)
