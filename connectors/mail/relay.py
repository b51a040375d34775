"""Hand an answer to a mail server inside the house, and know whether it surely wasn't taken."""

import smtplib
from contextlib import suppress
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from email.utils import getaddresses

from connectors.mail.errors import MailBlocked, MailTooLarge, MailUnavailable
from gevinst.errors import GevinstError

_SECONDS = 30
_ACCEPTED = 250
_ALSO_ACCEPTED = 251
_TOO_LARGE = 552
_FOR_GOOD = 500


class NotTaken(Exception):
    """The relay surely didn't take the mail; `reason` is the error to raise for it."""

    def __init__(self, reason: GevinstError) -> None:
        super().__init__(type(reason).__name__)
        self.reason = reason


def hand_over(relay: str, mime: bytes) -> None:
    """Give the mail to `host:port`, once.

    Raises:
        NotTaken: It surely didn't go: no connection, or an answer that says no.
        MailUnavailable: The connection was lost while the relay had the mail: only somebody who looks can tell.
    """
    host, _, port = relay.rpartition(":")
    header = BytesHeaderParser(policy=compat32).parsebytes(mime)
    try:
        client = smtplib.SMTP(host, int(port), timeout=_SECONDS)
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(MailUnavailable(f"the relay {relay} doesn't answer ({type(error).__name__})")) from None
    try:
        _introduce(client, header, relay)
        _give(client, mime, relay)
    finally:
        with suppress(OSError, smtplib.SMTPException):
            client.quit()


def _introduce(client: smtplib.SMTP, header: Message, relay: str) -> None:
    """Everything before the mail itself: whatever goes wrong here, nothing went."""
    try:
        client.ehlo_or_helo_if_needed()
        if client.has_extn("starttls"):
            client.starttls()
        _wanted(client.mail(_addresses(header, "From")[0]), relay)
        for recipient in _addresses(header, "To", "Cc", "Bcc"):
            _wanted(client.rcpt(recipient), relay)
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        raise NotTaken(MailUnavailable(f"the relay {relay} broke off ({type(error).__name__})")) from None
    except IndexError:
        raise NotTaken(MailBlocked("an answer without a sender can't be sent")) from None


def _give(client: smtplib.SMTP, mime: bytes, relay: str) -> None:
    try:
        _wanted(client.data(_without_bcc(mime)), relay)
    except smtplib.SMTPDataError as error:  # it wouldn't even hear it
        raise NotTaken(_reason(error.smtp_code, relay)) from None
    except (OSError, smtplib.SMTPException) as error:
        raise MailUnavailable(f"the relay {relay} was lost while it took a mail ({type(error).__name__})") from None


def _wanted(answer: tuple[int, bytes], relay: str) -> None:
    """Only the code is kept: the text that follows may hold an address."""
    if answer[0] not in (_ACCEPTED, _ALSO_ACCEPTED):
        raise NotTaken(_reason(answer[0], relay))


def _reason(code: int, relay: str) -> GevinstError:
    if code == _TOO_LARGE:
        return MailTooLarge(f"the relay {relay} takes no mail of that size")
    if code >= _FOR_GOOD:
        return MailBlocked(f"the relay {relay} refused a mail ({code}): let this machine send through it")
    return MailUnavailable(f"the relay {relay} can't take mail now ({code})")


def _addresses(header: Message, *names: str) -> list[str]:
    values = [str(value) for name in names for value in header.get_all(name, [])]
    return [address for _, address in getaddresses(values) if address]


def _without_bcc(mime: bytes) -> bytes:
    """The mail as it was composed; only where there are hidden recipients is it written anew, without them."""
    if BytesHeaderParser(policy=compat32).parsebytes(mime)["Bcc"] is None:
        return mime
    message: Message = BytesParser(policy=compat32).parsebytes(mime)
    del message["Bcc"]
    return message.as_bytes()
