"""Mails for the suite."""

from email.message import EmailMessage
from email.policy import SMTP

from tests.connectors.mail.samples import mail


def letter(number: int | None, *, html: str = "", text: str = "") -> bytes:
    """A clinic's mail; without a number it has no Message-ID."""
    message_id = "" if number is None else f"<{number}@klinik.example>"
    return mail(message_id=message_id, html=html, text=text or f"Mail nummer {number}\n")


def answer(message_id: str) -> bytes:
    """An answer of the robot's."""
    return mail(
        message_id=message_id,
        From="helbredstillaeg@eksempel.example",
        To="kontakt@klinik.example",
        Auto_Submitted="auto-replied",
        X_Auto_Response_Suppress="All",
        In_Reply_To="<1@klinik.example>",
        References="<0@klinik.example> <1@klinik.example>",
    )


def with_attachments() -> bytes:
    """A file, a picture that the text shows, and a mail."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "kontakt@klinik.example"
    message["To"] = "helbredstillaeg@eksempel.example"
    message["Subject"] = "Prisoverslag"
    message["Message-ID"] = "<attached@klinik.example>"
    message.set_content("Se vedhæftet.\n")
    scan = b"%PDF" + bytes(range(256)) * 12
    message.add_attachment(scan, maintype="application", subtype="pdf", filename="Prisoverslag æøå.pdf")
    message.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", filename="logo.png", cid="<logo>", disposition="inline"
    )
    inner = EmailMessage(policy=SMTP)
    inner["From"] = "borger@eksempel.example"
    inner["Subject"] = "Videresendt"
    inner["Message-ID"] = "<inner@klinik.example>"
    inner.set_content("Hej\n")
    message.add_attachment(inner)
    return message.as_bytes()
