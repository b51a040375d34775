"""SyncFolderItems and ConvertId."""

import base64

from sandbox.exchange.entries import Change, ChangeKind, ItemNotFound
from sandbox.exchange.ews import rendering
from sandbox.exchange.ews.desk import Desk
from sandbox.exchange.ews.soap import XSI, Element, Refused, children, m, path, success, t, text_at, truth

_MOST = 512


def sync_folder_items(desk: Desk) -> list[Element]:
    """What happened in a folder since a state; a state of another folder, or one that is too old, is refused."""
    body = desk.call.body
    shape = rendering.shape_of(path(body, "m:ItemShape"), light=True)
    most = int(text_at(body, "m:MaxChangesReturned") or _MOST)

    def work(element: Element) -> Element:
        folder = desk.folder(element)
        after = _number(folder.id, text_at(body, "m:SyncState"), is_stale=desk.is_stale)
        found = desk.exchange.changes(folder.mailbox, folder.id, after, limit=min(most, _MOST))
        return success(
            "SyncFolderItems",
            m("SyncState", _state(folder.id, found.number)),
            m("IncludesLastItemInRange", truth(not found.more)),
            m("Changes", None, *(_change(desk, each, shape) for each in found.changes)),
        )

    return desk.each(children(body, "m:SyncFolderId"), work)


def convert_id(desk: Desk) -> list[Element]:
    """The same id in another writing: here there is one only, so what is learnt is whose it is.

    Clients also ask it with an invented id, to learn the server's version and its ways to log in.
    """
    body = desk.call.body

    def work(element: Element) -> Element:
        entry_id = element.get("Id", "")
        try:
            mailbox = desk.exchange.mailbox_of(entry_id)
        except ItemNotFound:
            raise Refused("ErrorInvalidIdMalformed", "Id is malformed.") from None
        alternate = m("AlternateId", Id=entry_id, Mailbox=mailbox, Format=body.get("DestinationFormat", "EwsId"))
        alternate.set(f"{{{XSI}}}type", "t:AlternateIdType")
        return success("ConvertId", alternate)

    return desk.each(children(body, "m:SourceIds"), work)


def _change(desk: Desk, change: Change, shape: rendering.Shape) -> Element:
    if change.item is None:
        return t("Delete", None, t("ItemId", Id=change.id, ChangeKey="AQAAAA=="))
    if change.kind is ChangeKind.READ:
        return t("ReadFlagChange", None, rendering.item_id(change.item), t("IsRead", truth(change.item.is_read)))
    name = "Create" if change.kind is ChangeKind.CREATED else "Update"
    return t(name, None, rendering.message(desk.exchange, change.item, shape))


def _state(folder_id: str, number: int) -> str:
    return base64.b64encode(f"{folder_id} {number}".encode()).decode("ascii")


def _number(folder_id: str, state: str, *, is_stale: bool) -> int:
    if is_stale:
        raise Refused("ErrorInvalidSyncStateData", "The sync state is too old.")
    if not state:
        return 0
    try:
        folder, number = base64.b64decode(state, validate=True).decode("ascii").split(" ")
        after = int(number)
    except ValueError:
        folder, after = "", 0
    if folder != folder_id:
        raise Refused("ErrorInvalidSyncStateData", "The sync state is not one of this folder.")
    return after
