"""The neutral receipt: it says that something arrived, and nothing about whom or what."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

from gevinst.keyed_hash import keyed_hash
from gevinst.settings import settings
from gevinst.values.dates import format_date

SUBJECT = "Kvittering for modtaget henvendelse"
_TEXT = """Tak for din henvendelse, som vi modtog den {day}.

Den er registreret hos os med nummer {label}. Du behøver ikke gøre mere.

Denne kvittering er sendt automatisk og kan ikke besvares. Skriv venligst ikke personlige oplysninger i en almindelig mail.

Venlig hilsen
{sender}
"""


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
) -> bytes:
    """The receipt as MIME, in the sender's thread. No name, CPR number, case number, benefit, subject or quoted text.

    `Auto-Submitted` and `X-Auto-Response-Suppress` keep two robots from answering each other (RFC 3834).
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mailbox_address
    mail["To"] = to
    mail["Subject"] = SUBJECT
    mail["Message-ID"] = message_id
    if in_reply_to:
        mail["In-Reply-To"] = in_reply_to
        mail["References"] = references
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    sender = mailbox_address.partition("@")[2] or mailbox_address
    mail.set_content(_TEXT.format(day=format_date(received_on), label=item_label, sender=sender))
    return mail.as_bytes()
