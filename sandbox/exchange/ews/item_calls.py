"""FindItem, GetItem, GetAttachment, UpdateItem, MoveItem and DeleteItem."""

import base64
from collections.abc import Iterable
from functools import partial
from typing import Any

from sandbox.exchange.entries import Folder, Item
from sandbox.exchange.ews import rendering
from sandbox.exchange.ews.desk import Desk
from sandbox.exchange.ews.properties import item_value
from sandbox.exchange.ews.restriction import matches
from sandbox.exchange.ews.soap import Element, Refused, children, is_true, m, path, success, t, text_at, truth
from sandbox.exchange.parts import Attachment, parse, parts_of
from sandbox.exchange.reading_mime import headers_of


def find_item(desk: Desk) -> list[Element]:
    """Search folders: restriction, sort order, page."""
    body = desk.call.body
    if path(body, "m:QueryString") is not None:
        raise Refused("ErrorInvalidOperation", "Searching by a query string is not part of this stand-in.")
    shape = rendering.shape_of(path(body, "m:ItemShape"), light=True)
    restriction = path(body, "m:Restriction")

    def work(element: Element) -> Element:
        folder = desk.folder(element)
        found = [
            item
            for item in desk.exchange.items(folder.mailbox, folder.id)
            if matches(restriction, partial(item_value, desk.exchange, item))
        ]
        found = _sorted(desk, found, path(body, "m:SortOrder"))
        return success("FindItem", _page(desk, found, path(body, "m:IndexedPageItemView"), shape))

    return desk.each(children(body, "m:ParentFolderIds"), work)


def get_item(desk: Desk) -> list[Element]:
    """Items with the fields asked for."""
    shape = rendering.shape_of(path(desk.call.body, "m:ItemShape"), light=False)

    def work(element: Element) -> Element:
        item = desk.item(element)
        return success("GetItem", m("Items", None, rendering.message(desk.exchange, item, shape)))

    return desk.each(children(desk.call.body, "m:ItemIds"), work)


def get_attachment(desk: Desk) -> list[Element]:
    """Attachments with their content; an attached mail as an item."""

    def work(element: Element) -> Element:
        item, attachment = find_attachment(desk, element.get("Id", ""))
        if attachment.is_item:
            content = _attached_mail(attachment)
        else:
            content = t("Content", base64.b64encode(attachment.content).decode("ascii"))
        return success("GetAttachment", m("Attachments", None, rendering.attachment_head(item, attachment, content)))

    return desk.each(children(desk.call.body, "m:AttachmentIds"), work)


def find_attachment(desk: Desk, attachment_id: str) -> tuple[Item, Attachment]:
    """The attachment of an id, with the item that it is on."""
    item_id, _, number = attachment_id.rpartition(":")
    item = desk.item_of(item_id)
    found = [each for each in parts_of(desk.exchange, item).attachments if str(each.number) == number]
    if not found:
        raise Refused("ErrorInvalidAttachmentId")
    return item, found[0]


def update_item(desk: Desk) -> list[Element]:
    """Set the read flag and the categories, or replace the MIME."""
    never_overwrite = desk.call.body.get("ConflictResolution") == "NeverOverwrite"

    def work(element: Element) -> Element:
        named = path(element, "t:ItemId")
        item = desk.item(element if named is None else named)
        if desk.is_changed:
            desk.exchange.touch(item.mailbox, item.id)
        change_key = named.get("ChangeKey", "") if named is not None and never_overwrite else ""
        is_read, categories, mime = _updates(children(element, "t:Updates"))
        changed = desk.exchange.update(
            item.mailbox, item.id, is_read=is_read, categories=categories, mime=mime, change_key=change_key
        )
        items = m("Items", None, t("Message", None, rendering.item_id(changed)))
        return success("UpdateItem", items, m("ConflictResults", None, t("Count", "0")))

    return desk.each(children(desk.call.body, "m:ItemChanges"), work)


def move_item(desk: Desk) -> list[Element]:
    """Move; the answer has the new ids, and none where the target is in another mailbox."""
    body = desk.call.body
    target = _folder_of(desk, path(body, "m:ToFolderId"))

    def work(element: Element) -> Element:
        item = desk.item(element)
        if target.mailbox != item.mailbox:
            _move_across(desk, item, target)
            return success("MoveItem", m("Items"))
        moved = desk.exchange.move(item.mailbox, item.id, target.id)
        return success("MoveItem", m("Items", None, t("Message", None, rendering.item_id(moved))))

    return desk.each(children(body, "m:ItemIds"), work)


def delete_item(desk: Desk) -> list[Element]:
    """Into the deleted items, or gone for good."""
    for_good = desk.call.body.get("DeleteType") != "MoveToDeletedItems"

    def work(element: Element) -> Element:
        item = desk.item(element)
        desk.exchange.delete(item.mailbox, item.id, for_good=for_good)
        return success("DeleteItem")

    return desk.each(children(desk.call.body, "m:ItemIds"), work)


def _sorted(desk: Desk, found: list[Item], order: Element | None) -> list[Item]:
    def by(path: Element, item: Item) -> Any:  # noqa: ANN401 (all values of one property are of one kind)
        return item_value(desk.exchange, item, path)

    for each in reversed([] if order is None else list(order)):
        found.sort(key=partial(by, each[0]), reverse=each.get("Order") == "Descending")
    return found


def _page(desk: Desk, found: list[Item], view: Element | None, shape: rendering.Shape) -> Element:
    offset = int(view.get("Offset", "0")) if view is not None else 0
    if view is not None and view.get("BasePoint") == "End":
        offset = max(0, len(found) - offset)
    most = int(view.get("MaxEntriesReturned", "1000")) if view is not None else 1000
    page = found[offset : offset + most]
    items = t("Items", None, *(rendering.message(desk.exchange, item, shape) for item in page))
    root = m("RootFolder", None, items)
    root.set("IndexedPagingOffset", str(offset + len(page)))
    root.set("TotalItemsInView", str(len(found)))
    root.set("IncludesLastItemInRange", truth(offset + len(page) >= len(found)))
    return root


def _updates(updates: Iterable[Element]) -> tuple[bool | None, list[str] | None, bytes | None]:
    is_read: bool | None = None
    categories: list[str] | None = None
    mime: bytes | None = None
    for each in updates:
        uri = each[0].get("FieldURI", "")
        if uri == "message:IsRead":
            is_read = is_true(text_at(each, "t:Message", "t:IsRead"))
        elif uri == "item:Categories":
            categories = [word.text or "" for word in children(each, "t:Message", "t:Categories")]
        elif uri == "item:MimeContent":
            mime = base64.b64decode(text_at(each, "t:Message", "t:MimeContent"))
        else:
            raise Refused("ErrorInvalidPropertySet", f"The property {uri} can't be set here.")
    return is_read, categories, mime


def _folder_of(desk: Desk, element: Element | None) -> Folder:
    if element is None or len(element) == 0:
        raise Refused("ErrorInvalidRequest", "No folder is named.")
    return desk.folder(element[0])


def _move_across(desk: Desk, item: Item, target: Folder) -> None:
    desk.exchange.add(
        target.mailbox,
        target.id,
        desk.exchange.mime(item),
        is_read=item.is_read,
        categories=item.categories,
        received_at=item.received_at,
    )
    desk.exchange.delete(item.mailbox, item.id, for_good=True)


def _attached_mail(attachment: Attachment) -> Element:
    headers, parts = headers_of(attachment.content), parse(attachment.content)
    is_html = bool(parts.html)
    return t(
        "Message",
        None,
        t("MimeContent", base64.b64encode(attachment.content).decode("ascii"), CharacterSet="UTF-8"),
        t("ItemClass", "IPM.Note"),
        t("Subject", headers.subject),
        t("Body", parts.html if is_html else parts.text, BodyType="HTML" if is_html else "Text"),
        t("HasAttachments", truth(headers.has_attachments)),
        t("InternetMessageId", headers.message_id) if headers.message_id else None,
    )
