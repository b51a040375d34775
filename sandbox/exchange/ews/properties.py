"""The values that restrictions and sort orders look at: of the light columns, so that a search opens no mail."""

from collections.abc import Callable
from datetime import datetime

from sandbox.exchange.entries import Folder, Item
from sandbox.exchange.ews.soap import Element, Refused, text_at
from sandbox.exchange.model import Exchange
from sandbox.exchange.reading_mime import header, header_block

Value = str | bool | int | datetime | tuple[str, ...] | None

_ITEM: dict[str, Callable[[Item], Value]] = {
    "item:ItemId": lambda item: item.id,
    "item:ItemClass": lambda _: "IPM.Note",
    "item:Subject": lambda item: item.subject,
    "item:DateTimeReceived": lambda item: item.received_at,
    "item:DateTimeSent": lambda item: item.sent_at,
    "item:DateTimeCreated": lambda item: item.created_at,
    "item:LastModifiedTime": lambda item: item.modified_at,
    "item:Size": lambda item: item.size,
    "item:Categories": lambda item: item.categories,
    "item:HasAttachments": lambda item: item.has_attachments,
    "item:IsDraft": lambda item: item.is_draft,
    "item:DisplayTo": lambda item: item.recipients,
    "message:From": lambda item: item.sender,
    "message:Sender": lambda item: item.sender,
    "message:ToRecipients": lambda item: item.recipients,
    "message:InternetMessageId": lambda item: item.message_id or None,
    "message:IsRead": lambda item: item.is_read,
}

# By their number in MAPI, as older clients ask for them.
_TAGGED: dict[int, Callable[[Item], Value]] = {
    0x0037: lambda item: item.subject,
    0x0E06: lambda item: item.received_at,
    0x0E07: lambda item: int(item.is_read) | (8 if item.is_draft else 0) | (16 if item.has_attachments else 0),
    0x0E08: lambda item: item.size,
    0x0E17: lambda _: 0,
    0x0E23: lambda item: item.number,
    0x0E69: lambda item: item.is_read,
    0x1035: lambda item: item.message_id or None,
    0x3007: lambda item: item.created_at,
    0x3008: lambda item: item.modified_at,
    0x300B: lambda item: item.immutable_id,
}

_FOLDER: dict[str, Callable[[Folder], Value]] = {
    "folder:FolderId": lambda folder: folder.id,
    "folder:ParentFolderId": lambda folder: folder.parent_id,
    "folder:DisplayName": lambda folder: folder.name,
    "folder:FolderClass": lambda folder: folder.folder_class,
    "folder:TotalCount": lambda folder: folder.total,
    "folder:UnreadCount": lambda folder: folder.unread,
    "folder:ChildFolderCount": lambda folder: folder.children,
}

_FOLDER_TAGGED: dict[int, Callable[[Folder], Value]] = {
    0x3602: lambda folder: folder.total,
    0x3603: lambda folder: folder.unread,
    0x360A: lambda folder: folder.children > 0,
    0x3613: lambda folder: folder.folder_class,
    0x3001: lambda folder: folder.name,
}


def item_value(exchange: Exchange, item: Item, element: Element) -> Value:
    """What a `FieldURI` or `ExtendedFieldURI` names of an item."""
    uri = element.get("FieldURI")
    if uri is None:
        return extended(exchange, item, element)
    if uri not in _ITEM:
        raise Refused("ErrorUnsupportedPathForQuery", f"The property {uri} can't be searched or sorted by.")
    return _ITEM[uri](item)


def extended(exchange: Exchange, item: Item, element: Element) -> Value:
    """An extended property; None where the item has none of it."""
    if element.get("DistinguishedPropertySetId") == "InternetHeaders":
        return header(header_block(exchange.head(item)), element.get("PropertyName", "")) or None
    get = _TAGGED.get(tag_of(element))
    return None if get is None else get(item)


def folder_value(folder: Folder, element: Element) -> Value:
    """What a path names of a folder."""
    get = _FOLDER.get(element.get("FieldURI", "")) or _FOLDER_TAGGED.get(tag_of(element))
    return None if get is None else get(folder)


def tag_of(element: Element) -> int:
    """The number of a MAPI property, or 0."""
    written = element.get("PropertyTag", "0")
    return int(written, 16 if written.lower().startswith("0x") else 10)


def written(value: Value) -> str:
    """A value as XML Schema has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment(value)
    return "" if value is None else str(value)


def moment(value: datetime) -> str:
    """A time in UTC, to the second: Exchange gives no fractions."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def constant(element: Element) -> str:
    """The right side of a comparison."""
    found = element.find(".//{*}Constant")
    return text_at(element, "t:Constant") if found is None else found.get("Value", "")
