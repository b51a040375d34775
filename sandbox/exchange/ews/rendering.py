"""An item as `t:Message`: the fields that a client asked for, in the schema's order (clients refuse another)."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from functools import cached_property

from sandbox.exchange.entries import Item
from sandbox.exchange.ews.properties import extended, moment, written
from sandbox.exchange.ews.soap import Element, is_true, path, t, text_at, truth
from sandbox.exchange.model import Exchange
from sandbox.exchange.parts import Attachment, Parts, parts_of
from sandbox.exchange.reading_mime import addresses, header, header_block


@dataclass
class Rendered:
    """An item on its way out; its MIME is fetched and taken apart when a field asks for it."""

    exchange: Exchange
    item: Item
    wants_text: bool = False

    @cached_property
    def parts(self) -> Parts:
        """The mail taken apart."""
        return parts_of(self.exchange, self.item)

    @cached_property
    def headers(self) -> Message:
        """The header block."""
        return header_block(self.exchange.head(self.item))


@dataclass(frozen=True)
class Shape:
    """What a client asked for."""

    fields: frozenset[str]
    extended: tuple[Element, ...]
    wants_text: bool


Write = Callable[[Rendered], Element | None]


def shape_of(element: Element | None, *, light: bool) -> Shape:
    """Read an `ItemShape`. A `light` one (searches, sync) never holds bodies, attachments or the MIME."""
    if element is None:
        return Shape(frozenset(), (), wants_text=False)
    paths = path(element, "t:AdditionalProperties")
    uris = {each.get("FieldURI", "") for each in paths} if paths is not None else set()
    base = text_at(element, "t:BaseShape")
    if base != "IdOnly":
        uris |= set(FIELDS) - {"item:MimeContent"} - ({"item:InternetMessageHeaders"} if base == "Default" else set())
    if is_true(text_at(element, "t:IncludeMimeContent")):
        uris.add("item:MimeContent")
    if light:
        uris -= _HEAVY
    asked = [each for each in paths if each.tag.endswith("}ExtendedFieldURI")] if paths is not None else []
    return Shape(frozenset(uris), tuple(asked), wants_text=text_at(element, "t:BodyType") == "Text")


def message(exchange: Exchange, item: Item, shape: Shape) -> Element:
    """The item with the fields of the shape."""
    rendered = Rendered(exchange, item, shape.wants_text)
    element = t("Message")
    for uri, write in FIELDS.items():
        if uri == _EXTENDED:
            element.extend(_extended(rendered, shape.extended))
        elif uri in shape.fields or uri == "item:ItemId":
            found = write(rendered)
            if found is not None:
                element.append(found)
    return element


def item_id(item: Item) -> Element:
    """The id with the change key."""
    return t("ItemId", Id=item.id, ChangeKey=item.change_key)


def attachment_id(item: Item, attachment: Attachment) -> Element:
    """An attachment's id: its item's, with its number."""
    return t("AttachmentId", Id=f"{item.id}:{attachment.number}")


def mailbox(name: str, address: str) -> Element:
    """Somebody's address."""
    return t("Mailbox", None, t("Name", name or address), t("EmailAddress", address), t("RoutingType", "SMTP"))


def _mime(rendered: Rendered) -> Element:
    content = rendered.exchange.mime(rendered.item)
    return t("MimeContent", base64.b64encode(content).decode("ascii"), CharacterSet="UTF-8")


def _body(rendered: Rendered) -> Element:
    parts = rendered.parts
    if parts.html and not rendered.wants_text:
        return t("Body", parts.html, BodyType="HTML")
    return t("Body", parts.text, BodyType="Text")


def _attachments(rendered: Rendered) -> Element | None:
    found = rendered.parts.attachments
    return t("Attachments", None, *(attachment_head(rendered.item, each) for each in found)) if found else None


def attachment_head(item: Item, attachment: Attachment, *content: Element) -> Element:
    """An attachment with what is said of it; `content` comes last."""
    return t(
        "ItemAttachment" if attachment.is_item else "FileAttachment",
        None,
        attachment_id(item, attachment),
        t("Name", attachment.name),
        t("ContentType", attachment.media_type),
        t("ContentId", attachment.content_id) if attachment.content_id else None,
        t("Size", str(len(attachment.content))),
        t("IsInline", truth(attachment.is_inline)),
        *content,
    )


def _headers(rendered: Rendered) -> Element:
    rows = [
        t("InternetMessageHeader", " ".join(str(value).split()), HeaderName=name)
        for name, value in rendered.headers.items()
    ]
    return t("InternetMessageHeaders", None, *rows)


def _extended(rendered: Rendered, asked: tuple[Element, ...]) -> list[Element]:
    found = []
    for each in asked:
        value = extended(rendered.exchange, rendered.item, each)
        if value is not None:
            uri = t("ExtendedFieldURI", **{str(name): str(text) for name, text in each.attrib.items()})
            found.append(t("ExtendedProperty", None, uri, t("Value", written(value))))
    return found


def _people(element: str, name: str) -> Write:
    def write(rendered: Rendered) -> Element | None:
        people = addresses(rendered.headers, name)
        return t(element, None, *(mailbox(*each) for each in people)) if people else None

    return write


def _person(element: str, *names: str) -> Write:
    def write(rendered: Rendered) -> Element | None:
        people = [each for name in names for each in addresses(rendered.headers, name)]
        return t(element, None, mailbox(*people[0])) if people else None

    return write


def _names(element: str, name: str) -> Write:
    return lambda rendered: t(element, "; ".join(shown or each for shown, each in addresses(rendered.headers, name)))


def _header(element: str, name: str) -> Write:
    def write(rendered: Rendered) -> Element | None:
        text = header(rendered.headers, name)
        return t(element, text) if text else None

    return write


def _categories(rendered: Rendered) -> Element | None:
    words = rendered.item.categories
    return t("Categories", None, *(t("String", word) for word in words)) if words else None


_EXTENDED = "extended"
_HEAVY = {
    "item:MimeContent",
    "item:Body",
    "item:TextBody",
    "item:Attachments",
    "item:InternetMessageHeaders",
    "message:BccRecipients",
}

FIELDS: dict[str, Write] = {
    "item:MimeContent": _mime,
    "item:ItemId": lambda rendered: item_id(rendered.item),
    "item:ParentFolderId": lambda rendered: t("ParentFolderId", Id=rendered.item.folder_id, ChangeKey="AQAAAA=="),
    "item:ItemClass": lambda _: t("ItemClass", "IPM.Note"),
    "item:Subject": lambda rendered: t("Subject", rendered.item.subject),
    "item:Sensitivity": lambda _: t("Sensitivity", "Normal"),
    "item:Body": _body,
    "item:Attachments": _attachments,
    "item:DateTimeReceived": lambda rendered: t("DateTimeReceived", moment(rendered.item.received_at)),
    "item:Size": lambda rendered: t("Size", str(rendered.item.size)),
    "item:Categories": _categories,
    "item:Importance": lambda _: t("Importance", "Normal"),
    "item:InReplyTo": _header("InReplyTo", "In-Reply-To"),
    "item:IsSubmitted": lambda _: t("IsSubmitted", "false"),
    "item:IsDraft": lambda rendered: t("IsDraft", truth(rendered.item.is_draft)),
    "item:IsFromMe": lambda _: t("IsFromMe", "false"),
    "item:IsResend": lambda _: t("IsResend", "false"),
    "item:IsUnmodified": lambda _: t("IsUnmodified", "false"),
    "item:InternetMessageHeaders": _headers,
    "item:DateTimeSent": lambda rendered: t("DateTimeSent", moment(rendered.item.sent_at)),
    "item:DateTimeCreated": lambda rendered: t("DateTimeCreated", moment(rendered.item.created_at)),
    "item:DisplayCc": _names("DisplayCc", "Cc"),
    "item:DisplayTo": _names("DisplayTo", "To"),
    "item:HasAttachments": lambda rendered: t("HasAttachments", truth(rendered.item.has_attachments)),
    _EXTENDED: lambda _: None,
    "item:Culture": lambda _: t("Culture", "da-DK"),
    "item:LastModifiedTime": lambda rendered: t("LastModifiedTime", moment(rendered.item.modified_at)),
    "item:TextBody": lambda rendered: t("TextBody", rendered.parts.text, BodyType="Text"),
    "message:Sender": _person("Sender", "Sender", "From"),
    "message:ToRecipients": _people("ToRecipients", "To"),
    "message:CcRecipients": _people("CcRecipients", "Cc"),
    "message:BccRecipients": _people("BccRecipients", "Bcc"),
    "message:ConversationTopic": lambda rendered: t("ConversationTopic", rendered.item.subject),
    "message:From": _person("From", "From"),
    "message:InternetMessageId": lambda rendered: (
        t("InternetMessageId", rendered.item.message_id) if rendered.item.message_id else None
    ),
    "message:IsRead": lambda rendered: t("IsRead", truth(rendered.item.is_read)),
    "message:References": _header("References", "References"),
    "message:ReplyTo": _people("ReplyTo", "Reply-To"),
}
"""By their names in requests, in the schema's order."""
