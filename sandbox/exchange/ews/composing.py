"""A mail as MIME from the fields of a `t:Message` or a `t:ReplyToItem`, and attachments put on one that is there."""

import base64
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.utils import formataddr, make_msgid

from sandbox.exchange.entries import Item
from sandbox.exchange.ews.desk import Desk
from sandbox.exchange.ews.soap import Element, Refused, is_true, path, text_at
from sandbox.exchange.parts import parts_of
from sandbox.exchange.reading_mime import addresses, header, header_block

_PEOPLE = {
    "From": "t:From",
    "To": "t:ToRecipients",
    "Cc": "t:CcRecipients",
    "Bcc": "t:BccRecipients",
    "Reply-To": "t:ReplyTo",
}
_TEXTS = {
    "Subject": "t:Subject",
    "Message-ID": "t:InternetMessageId",
    "References": "t:References",
    "In-Reply-To": "t:InReplyTo",
}


def compose(desk: Desk, element: Element) -> bytes:
    """The MIME of a `t:Message` (its own, where it brings one) or of an answer to a mail."""
    if element.tag.endswith("}Message"):
        given = text_at(element, "t:MimeContent")
        mail = base64.b64decode(given) if given else _from_fields(element).as_bytes()
    elif element.tag.endswith("}ReplyToItem") or element.tag.endswith("}ReplyAllToItem"):
        mail = _reply(desk, element).as_bytes()
    else:
        raise Refused("ErrorUnsupportedTypeForConversion", "Only mails can be created here.")
    return attach(mail, path(element, "t:Attachments"))


def attach(mime: bytes, attachments: Element | None) -> bytes:
    """The mail with further attachments."""
    if attachments is None or len(attachments) == 0:
        return mime
    mail = BytesParser(policy=policy.SMTP).parsebytes(mime)
    if not isinstance(mail, EmailMessage):
        raise TypeError("the policy makes this class")
    for each in attachments:
        if each.tag.endswith("}ItemAttachment"):
            _attach_mail(mail, each)
        else:
            _attach_file(mail, each)
    return mail.as_bytes()


def _from_fields(element: Element) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    for name, where in _PEOPLE.items():
        people = path(element, where)
        if people is not None and len(people):
            mail[name] = ", ".join(_address(each) for each in people)
    for name, where in _TEXTS.items():
        if text := text_at(element, where):
            mail[name] = text
    for each in element.findall("{*}ExtendedProperty"):
        uri = each[0]
        if uri.get("DistinguishedPropertySetId") == "InternetHeaders":
            mail[uri.get("PropertyName", "")] = text_at(each, "t:Value")
    if "Message-ID" not in mail:
        mail["Message-ID"] = make_msgid(domain="exchange.example")
    body = path(element, "t:Body")
    is_html = body is not None and body.get("BodyType") == "HTML"
    mail.set_content((body.text if body is not None else "") or "", subtype="html" if is_html else "plain")
    return mail


def _reply(desk: Desk, element: Element) -> EmailMessage:
    reference = path(element, "t:ReferenceItemId")
    if reference is None:
        raise Refused("ErrorInvalidReferenceItem")
    original = desk.item(reference)
    headers = header_block(desk.exchange.head(original))
    mail = _from_fields(element)
    if "Subject" not in mail:
        mail["Subject"] = f"SV: {original.subject}"
    if "To" not in mail:
        mail["To"] = ", ".join(_answered(headers, everybody=element.tag.endswith("}ReplyAllToItem"), own=original))
    if original.message_id:
        mail["In-Reply-To"] = original.message_id
        mail["References"] = f"{header(headers, 'References')} {original.message_id}".strip()
    new = path(element, "t:NewBodyContent")
    is_html = new is not None and new.get("BodyType") == "HTML"
    said = (new.text if new is not None else "") or ""
    quoted = parts_of(desk.exchange, original).text
    mail.set_content(
        said if is_html else f"{said}\n\n________________________________\n{quoted}",
        subtype="html" if is_html else "plain",
    )
    return mail


def _answered(headers: Message, *, everybody: bool, own: Item) -> list[str]:
    names = ["Reply-To" if addresses(headers, "Reply-To") else "From", *(("To", "Cc") if everybody else ())]
    return [formataddr(each) for name in names for each in addresses(headers, name) if each[1] != own.mailbox]


def _address(element: Element) -> str:
    address = text_at(element, "t:EmailAddress")
    name = text_at(element, "t:Name")
    return formataddr((name if name != address else "", address))


def _attach_file(mail: EmailMessage, element: Element) -> None:
    main, _, sub = (text_at(element, "t:ContentType") or "application/octet-stream").partition("/")
    mail.add_attachment(
        base64.b64decode(text_at(element, "t:Content")),
        maintype=main,
        subtype=sub,
        filename=text_at(element, "t:Name"),
        disposition="inline" if is_true(text_at(element, "t:IsInline")) else "attachment",
        cid=f"<{text_at(element, 't:ContentId')}>" if text_at(element, "t:ContentId") else None,
    )


def _attach_mail(mail: EmailMessage, element: Element) -> None:
    inner = path(element, "t:Message")
    if inner is None:
        raise Refused("ErrorUnsupportedTypeForConversion", "Only mails can be attached here.")
    given = text_at(inner, "t:MimeContent")
    mime = base64.b64decode(given) if given else _from_fields(inner).as_bytes()
    mail.add_attachment(BytesParser(policy=policy.SMTP).parsebytes(mime), filename=text_at(element, "t:Name"))
