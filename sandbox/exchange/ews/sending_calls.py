"""CreateItem, CreateAttachment and SendItem."""

from sandbox.exchange.entries import DRAFTS, SENT, Item
from sandbox.exchange.ews import rendering
from sandbox.exchange.ews.composing import attach, compose
from sandbox.exchange.ews.desk import Desk
from sandbox.exchange.ews.soap import Element, Refused, children, is_true, m, path, success, t, text_at
from sandbox.exchange.parts import parts_of


def create_item(desk: Desk) -> list[Element]:
    """Save a draft, or send at once with or without a copy in Sent."""
    body = desk.call.body
    disposition = body.get("MessageDisposition", "SaveOnly")
    mailbox, folder = _saved_in(desk, DRAFTS if disposition == "SaveOnly" else SENT)

    def work(element: Element) -> Element:
        mime = compose(desk, element)
        if disposition != "SaveOnly":
            desk.exchange.send_mime(mailbox, mime, save=disposition == "SendAndSaveCopy", saved_in=folder)
            return success("CreateItem", m("Items"))
        words = [each.text or "" for each in children(element, "t:Categories")]
        item = desk.exchange.add(mailbox, folder, mime, is_draft=_is_draft(element), categories=words)
        return success(
            "CreateItem", m("Items", None, t("Message", None, rendering.item_id(item), _attached(desk, item)))
        )

    return desk.each(children(body, "m:Items"), work)


def create_attachment(desk: Desk) -> list[Element]:
    """Put attachments on a draft; its change key is another then."""
    parent = path(desk.call.body, "m:ParentItemId")
    if parent is None:
        raise Refused("ErrorInvalidRequest", "No item is named.")

    def work(element: Element) -> Element:
        item = desk.item(parent)
        mime = attach(desk.exchange.mime(item), t("Attachments", None, element))
        changed = desk.exchange.update(item.mailbox, item.id, mime=mime)
        new = parts_of(desk.exchange, changed).attachments[-1]
        attachment_id = rendering.attachment_id(changed, new)
        attachment_id.set("RootItemId", changed.id)
        attachment_id.set("RootItemChangeKey", changed.change_key)
        kind = "ItemAttachment" if new.is_item else "FileAttachment"
        return success("CreateAttachment", m("Attachments", None, t(kind, None, attachment_id)))

    return desk.each(children(desk.call.body, "m:Attachments"), work)


def send_item(desk: Desk) -> list[Element]:
    """Send a draft. Its change key must be the last one: what was changed since must not leave unseen."""
    body = desk.call.body

    def work(element: Element) -> Element:
        item = desk.item(element)
        if desk.is_changed:
            item = desk.exchange.touch(item.mailbox, item.id)
        if element.get("ChangeKey") != item.change_key:
            raise Refused("ErrorStaleObject" if element.get("ChangeKey") else "ErrorChangeKeyRequired")
        _, folder = _saved_in(desk, SENT)
        desk.exchange.send(item.mailbox, item.id, save=is_true(body.get("SaveItemToFolder")), saved_in=folder)
        return success("SendItem")

    return desk.each(children(body, "m:ItemIds"), work)


def _saved_in(desk: Desk, otherwise: str) -> tuple[str, str]:
    named = path(desk.call.body, "m:SavedItemFolderId")
    if named is None or len(named) == 0:
        return desk.mailbox(), otherwise
    folder = desk.folder(named[0])
    return folder.mailbox, folder.id


def _is_draft(element: Element) -> bool:
    """What is saved is a draft, unless its message flags (0x0E07) say that it isn't unsent."""
    for each in element.findall("{*}ExtendedProperty"):
        if each[0].get("PropertyTag", "").lower() in ("0xe07", "0x0e07", "3591"):
            return bool(int(text_at(each, "t:Value") or 0) & 8)
    return True


def _attached(desk: Desk, item: Item) -> Element | None:
    found = [
        t("ItemAttachment" if each.is_item else "FileAttachment", None, rendering.attachment_id(item, each))
        for each in parts_of(desk.exchange, item).attachments
    ]
    return t("Attachments", None, *found) if found else None
