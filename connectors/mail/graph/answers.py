"""What an answer of Graph means: each status and error code as the port's error, with the remedy and nothing of a mail."""

import re
from contextlib import suppress

import httpx

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

_CODE = re.compile(r"[A-Za-z_.]{1,80}")
_Plain = type[MailAuthFailed] | type[MailBlocked] | type[MailChanged] | type[MailNotFound] | type[MailTooLarge]
_NOT_HERE = "the mailbox isn't in Exchange Online; one on an Exchange Server has backend ews"
_NO_SUCH_USER = "the tenant has no mailbox of that address: correct address"
_BY_CODE: dict[str, tuple[_Plain | type[MailUnavailable], str]] = {
    "MailboxNotEnabledForRESTAPI": (MailBlocked, _NOT_HERE),
    "MailboxNotSupportedForRESTAPI": (MailBlocked, _NOT_HERE),
    "ErrorInvalidUser": (MailBlocked, _NO_SUCH_USER),
    "ErrorNonExistentMailbox": (MailBlocked, _NO_SUCH_USER),
    "Request_ResourceNotFound": (MailBlocked, _NO_SUCH_USER),
    "ResourceNotFound": (MailBlocked, _NO_SUCH_USER),
    "ErrorInvalidIdMalformed": (MailNotFound, ""),
    "ErrorMessageSizeExceeded": (MailTooLarge, ""),
    "ErrorAttachmentSizeLimitExceeded": (MailTooLarge, ""),
    "ErrorQuotaExceeded": (MailUnavailable, "the mailbox is full: make room in it"),
}
_BY_STATUS: dict[int, tuple[_Plain, str]] = {
    401: (
        MailAuthFailed,
        "the token isn't accepted: compare client_id and base_url with the application's registration",
    ),
    403: (
        MailBlocked,
        "grant the application Mail.ReadWrite and Mail.Send on this mailbox (docs/exchange-online.md); a new "
        "grant can take two hours to work",
    ),
    404: (MailNotFound, ""),
    412: (MailChanged, ""),
    413: (MailTooLarge, ""),
}
_STALE_STATE = {"SyncStateNotFound", "SyncStateInvalid", "resyncRequired", "ErrorInvalidSyncStateData"}


def error_of(response: httpx.Response, name: str, doing: str) -> GevinstError:
    """The error to raise for a refused call.

    Args:
        response: Read to its end.
        name: The mailbox's name in the file of mailboxes; its address is never shown.
        doing: What was asked, in words of ours.
    """
    status, code = response.status_code, code_of(response)
    said = f"mailbox '{name}', to {doing}: Graph answers {status}{f' {code}' if code else ''}"
    if asks_for_patience(response):
        after = retry_after(response.headers)
        return MailThrottled(UNSAID if after is None else after, said)
    kind, remedy = _BY_CODE.get(code) or _BY_STATUS.get(status) or (MailUnavailable, "")
    return kind(f"{said}; {remedy}" if remedy else said)


def code_of(response: httpx.Response) -> str:
    """The error code, where the body has one that looks like one: it is the only part of a body that is ever shown."""
    with suppress(ValueError, KeyError, TypeError):
        code = response.json()["error"]["code"]
        if isinstance(code, str) and _CODE.fullmatch(code):
            return code
    return ""


def asks_for_patience(response: httpx.Response) -> bool:
    """A server that is down and says for how long is as good as one that has too many calls."""
    return response.status_code == 429 or (
        response.status_code in (503, 504) and retry_after(response.headers) is not None
    )


def is_stale(response: httpx.Response) -> bool:
    """Whether a delta token is too old or unknown, so that everything must be listed again."""
    return response.status_code == 410 or code_of(response) in _STALE_STATE
