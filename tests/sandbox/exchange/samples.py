"""Mails for the stand-in: a plain one, and one with what a municipality gets."""

from email.message import EmailMessage
from email.policy import SMTP

MAILBOX = "helbredstillaeg@eksempel.example"


def plain(number: int = 1, *, to: str = MAILBOX, subject: str = "") -> EmailMessage:
    """A mail of text."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = '"Søren Ærø, klinikken" <kontakt@klinik.example>'
    mail["To"] = to
    mail["Message-ID"] = f"<{number}@klinik.example>"
    mail["Date"] = "Tue, 24 Nov 2026 09:00:00 +0100"
    mail["Subject"] = subject or f"Regning på brød {number}"
    mail.set_content(f"Hej\n\nBlåbærgrød {number}.\n")
    return mail


def with_attachments() -> EmailMessage:
    """A mail with a file and another mail on it."""
    mail = plain(7)
    mail.add_attachment(b"%PDF-1.7 invented", maintype="application", subtype="pdf", filename="Regning på brød.pdf")
    mail.add_attachment(plain(8, subject="Den gamle mail"))
    return mail
