"""A mail to a colleague that nobody wrote to us for: it begins a thread of its own."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from connectors.mail.profiles import LocalMail, mailbox_profile
from gevinst.profile import load_profile


def compose_notice(*, mailbox: str, to: str, subject: str, text: str, message_id: str) -> bytes:
    """The mail as MIME, from the mailbox's own address. Ordinary mail: the caller answers for nothing personal in it.

    Marked as made by a machine, so that nobody's absence notice comes back (RFC 3834).

    Args:
        mailbox: By its profile's name; a local one goes by the municipality's address.
        to: One plain address.
        subject: One line.
        text: The whole text.
        message_id: Derived (`connectors.mail.composing.derived_message_id`), so that a second sending can be seen.

    Raises:
        ConfigurationError: Nobody knows the mailbox.
    """
    mail = headed_notice(mailbox=mailbox, to=to, subject=subject, message_id=message_id)
    mail.set_content(text, cte="quoted-printable")
    mail["Content-Language"] = "da"  # after the content, which would take it away
    return mail.as_bytes()


def headed_notice(*, mailbox: str, to: str, subject: str, message_id: str) -> EmailMessage:
    """The same without its text, for what carries more than text; `to` may be several plain addresses with commas."""
    municipality = load_profile()
    profile = mailbox_profile(mailbox)
    own = municipality.mailbox_address if isinstance(profile, LocalMail) else profile.address
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((municipality.name, own))
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(datetime.now(tz=UTC))
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    return mail
