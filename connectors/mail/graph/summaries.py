"""The light fields of a mail: which Graph is asked for, and how its row becomes a summary."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors.mail.errors import MailUnavailable
from connectors.mail.port import Folder, MailSummary

PAGE = 200
_SIZE = "Integer 0xE08"
"""Graph has no field for a mail's size; the store does (PidTagMessageSize)."""
FIELDS = {
    "$select": "id,receivedDateTime,isRead,categories,internetMessageId",
    "$expand": f"singleValueExtendedProperties($filter=id eq '{_SIZE}')",
}
_NEEDED = ("id", "receivedDateTime", "isRead", "categories")


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether a row has all it needs: where only the read flag changed, delta gives that alone."""
    return all(name in row for name in _NEEDED)


def summary_of(row: Mapping[str, Any], folder: Folder) -> MailSummary:
    """A row of a listing."""
    try:
        return MailSummary(
            id=row["id"],
            folder=folder,
            received_at=datetime.fromisoformat(row["receivedDateTime"]),
            size=_size(row),
            is_read=row["isRead"],
            message_id=row.get("internetMessageId") or "",
            categories=tuple(row["categories"]),
            version=row.get("@odata.etag", ""),
        )
    except (KeyError, ValueError, TypeError):
        raise MailUnavailable("a listing lacks what Graph always gives: check base_url") from None


def text(value: str) -> str:
    """A text in a filter."""
    return "'" + value.replace("'", "''") + "'"


def _size(row: Mapping[str, Any]) -> int:
    """0 where the server didn't say."""
    for each in row.get("singleValueExtendedProperties") or ():
        if each["id"].lower() == _SIZE.lower():
            return int(each["value"])
    return 0
