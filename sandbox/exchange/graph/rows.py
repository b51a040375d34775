"""Folders, mails and attachments as Graph shows them in JSON."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.exchange.entries import Folder, Item
from sandbox.exchange.model import Exchange
from sandbox.exchange.parts import Attachment, parts_of
from sandbox.exchange.reading_mime import addresses

_SIZE = "0xe08"


def folder_row(folder: Folder) -> dict[str, Any]:
    """A folder."""
    return {
        "id": folder.id,
        "displayName": folder.name,
        "parentFolderId": folder.parent_id,
        "childFolderCount": folder.children,
        "unreadItemCount": folder.unread,
        "totalItemCount": folder.total,
        "isHidden": False,
    }


def etag(item: Item) -> str:
    """What If-Match is compared with."""
    return f'W/"{item.change_key}"'


class Rows:
    """Mails as one request wants them.

    Args:
        exchange: For what stands in the MIME alone.
        select: The fields; none means all but those that are given only when they are named.
        expand: Whether the size is asked for, which has no field of its own.
        immutable: Which id.
    """

    def __init__(self, exchange: Exchange, select: str, expand: str, *, immutable: bool) -> None:
        self._exchange = exchange
        self._select = [name for name in select.split(",") if name]
        self._sized = _SIZE in expand.lower()
        self._immutable = immutable

    def row(self, item: Item) -> dict[str, Any]:
        """One mail."""
        fields = self._fields()
        names: Iterable[str] = self._select or (name for name in fields if name != "internetMessageHeaders")
        row: dict[str, Any] = {"@odata.etag": etag(item), "id": self.id_of(item)}
        row |= {name: fields[name](item) for name in names if name in fields}
        if self._sized:
            row["singleValueExtendedProperties"] = [{"id": f"Integer {_SIZE}", "value": str(item.size)}]
        return row

    def id_of(self, item: Item) -> str:
        """By which the caller knows it."""
        return item.immutable_id if self._immutable else item.id

    def _fields(self) -> dict[str, Callable[[Item], Any]]:
        return {
            "createdDateTime": lambda item: moment(item.created_at),
            "lastModifiedDateTime": lambda item: moment(item.modified_at),
            "receivedDateTime": lambda item: moment(item.received_at),
            "sentDateTime": lambda item: moment(item.sent_at),
            "changeKey": lambda item: item.change_key,
            "categories": lambda item: list(item.categories),
            "hasAttachments": lambda item: item.has_attachments,
            "internetMessageId": lambda item: item.message_id or None,
            "subject": lambda item: item.subject,
            "isRead": lambda item: item.is_read,
            "isDraft": lambda item: item.is_draft,
            "parentFolderId": lambda item: item.folder_id,
            "from": lambda item: next(iter(self._people(item, "From")), None),
            "toRecipients": lambda item: self._people(item, "To"),
            "ccRecipients": lambda item: self._people(item, "Cc"),
            "body": self._body,
            "internetMessageHeaders": self._headers,
        }

    def _people(self, item: Item, header: str) -> list[dict[str, Any]]:
        found = addresses(parts_of(self._exchange, item).headers, header)
        return [{"emailAddress": {"name": name, "address": address}} for name, address in found]

    def _body(self, item: Item) -> dict[str, str]:
        parts = parts_of(self._exchange, item)
        if parts.html:
            return {"contentType": "html", "content": parts.html}
        return {"contentType": "text", "content": parts.text}

    def _headers(self, item: Item) -> list[dict[str, str]]:
        headers = parts_of(self._exchange, item).headers
        return [{"name": name, "value": str(value)} for name, value in headers.items()]


def attachment_row(attachment: Attachment) -> dict[str, Any]:
    """An attachment without its content. Its id is its number: it is unique within its mail, which is all it must be."""
    return {
        "@odata.type": f"#microsoft.graph.{'item' if attachment.is_item else 'file'}Attachment",
        "id": f"AAMkAtt{attachment.number}",
        "name": attachment.name,
        "contentType": None if attachment.is_item else attachment.media_type,
        "size": len(attachment.content),
        "isInline": attachment.is_inline,
    }


def moment(value: datetime) -> str:
    """A time to the second, as Graph writes it."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
