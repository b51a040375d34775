"""Mails as bytes, for the tests of the mail kit."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from connectors.mail.parsing import Mail, parse_mail

TEXT = "Hej\n\nHermed fremsendes prisoverslag.\n\nMed venlig hilsen\nTandklinikken Prøvetand\n"


def mail(
    *, message_id: str = "<1@klinik.example>", text: str = TEXT, html: str = "", pdf: str = "", **headers: str
) -> bytes:
    """One mail; header names are written with underscores."""
    message = EmailMessage(policy=SMTP)
    given = {
        "From": "Klinikken <kontakt@klinik.example>",
        "To": "helbredstillaeg@eksempel.example",
        "Subject": "Prisoverslag",
    }
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            message[name] = value
    if message_id:
        message["Message-ID"] = message_id
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    if pdf:
        message.add_attachment(
            pdf.encode(), maintype="application", subtype="pdf", filename="Prisoverslag Agnes Ahornblad.pdf"
        )
    return message.as_bytes()


def raw(*lines: str, encoding: str = "utf-8") -> bytes:
    """A mail written line by line, as broken as wanted."""
    return "\r\n".join(lines).encode(encoding)


def parsed(folder: Path, mime: bytes) -> Mail:
    """What the kit makes of a mail."""
    path = folder / "mail.eml"
    path.write_bytes(mime)
    into = folder / "attachments"
    into.mkdir(exist_ok=True)
    return parse_mail(path, attachments_into=into)
