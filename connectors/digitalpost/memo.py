"""A MeMo message (Digital Post's own format, version 1): header, sender, recipient by CPR number, one main document."""

import base64
import uuid
from datetime import UTC, datetime

from lxml import etree

from connectors.digitalpost.port import DigitalLetter

NAMESPACE = "https://DigitalPost.dk/MeMo-1"


def memo_xml(letter: DigitalLetter, *, sender_cvr: str, sender_name: str, now: datetime | None = None) -> bytes:
    """The message as XML. The message id follows from the key, so the same letter is the same message."""

    def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
        element.text = text
        return element

    message = etree.Element(f"{{{NAMESPACE}}}Message", {"memoVersion": "1.2"}, nsmap={"memo": NAMESPACE})
    header = add(message, "MessageHeader")
    add(header, "messageType", "DIGITALPOST")
    add(header, "messageUUID", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{letter.key}")))
    add(header, "label", letter.label)
    add(header, "mandatory", "false")
    add(header, "legalNotification", "false")
    sender = add(header, "Sender")
    add(sender, "senderID", sender_cvr)
    add(sender, "idType", "CVR")
    add(sender, "label", sender_name)
    recipient = add(header, "Recipient")
    add(recipient, "recipientID", letter.cpr.digits)
    add(recipient, "idType", "CPR")
    body = add(message, "MessageBody")
    add(body, "createdDateTime", (now or datetime.now(tz=UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    document = add(body, "MainDocument")
    add(document, "label", letter.label)
    file = add(document, "File")
    add(file, "encodingFormat", "application/pdf")
    add(file, "filename", "brev.pdf")
    add(file, "language", "da")
    add(file, "content", base64.b64encode(letter.pdf).decode())
    return etree.tostring(message, xml_declaration=True, encoding="UTF-8", pretty_print=True)
