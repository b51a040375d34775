"""The neutral receipt: it says that something arrived, and nothing about whom or what."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from gevinst.keyed_hash import keyed_hash
from gevinst.profile import load_profile
from gevinst.redaction import redact
from gevinst.settings import settings
from gevinst.values.characters import in_basic_letters
from gevinst.values.dates import format_date

SUBJECT = "Kvittering for modtaget henvendelse"
_TEXT = """Tak for din henvendelse, som vi modtog den {day}.

Den er registreret hos os med nummer {label}. Du behøver ikke gøre mere.

Et eventuelt svar sender vi med Digital Post eller som brev.

Denne kvittering er sendt automatisk og kan ikke besvares. Skriv venligst ikke personlige oplysninger i en almindelig mail.

Venlig hilsen
{sender}
"""
_MESSAGE_ID = re.compile(r"<[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+>", re.ASCII)
_LONGEST_ID = 250
_SHORTEST_WORD = 3
"""Of a name; a shorter one (an initial, «Bo») stands in every other Message-ID by chance."""


def derived_message_id(item_number: int, step: str) -> str:
    """The Message-ID of what we send for an item's step: the same each time, so a second sending can be seen."""
    return f"<{keyed_hash('sent', f'{item_number}-{step}')}@{settings().mail_domain}>"


def compose_receipt(
    *,
    mailbox_address: str,
    to: str,
    in_reply_to: str,
    references: str,
    message_id: str,
    item_label: str,
    received_on: date,
    names: Iterable[str] = (),
) -> bytes:
    """The receipt as MIME, in the sender's thread. No name, CPR number, case number, benefit, subject or quoted text.

    A thread is kept only by a Message-ID that holds none of the citizen's `names`: the sender wrote it, we send it on.
    `Auto-Submitted` and `X-Auto-Response-Suppress` keep two robots from answering each other (RFC 3834).
    """
    sender = load_profile().name
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((sender, mailbox_address))
    mail["To"] = to
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(datetime.now(tz=UTC))
    mail["Message-ID"] = message_id
    words = [word for name in names for word in in_basic_letters(name).split()]
    if _may_be_repeated(in_reply_to, words):
        mail["In-Reply-To"] = in_reply_to
        mail["References"] = " ".join(
            {each: None for each in references.split() if _may_be_repeated(each, words)} or [in_reply_to]
        )
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(
        _TEXT.format(day=format_date(received_on), label=item_label, sender=sender), cte="quoted-printable"
    )
    mail["Content-Language"] = "da"  # after the content, which would take it away
    return mail.as_bytes()


def _may_be_repeated(message_id: str, words: Sequence[str]) -> bool:
    """A Message-ID is the sender's: a broken one breaks our mail, and one may hold whom it is about. Then no thread."""
    plain = bool(_MESSAGE_ID.fullmatch(message_id)) and len(message_id) <= _LONGEST_ID
    named = any(word in in_basic_letters(message_id) for word in words if len(word) >= _SHORTEST_WORD)
    return plain and not named and redact(message_id) == message_id
