"""Find mails by Message-ID: by the server's index, or one by one where the id is missing or too long for an address."""

from typing import Any

from connectors.mail.graph.summaries import PAGE, text
from connectors.mail.graph.transport import Transport

_LONGEST_IN_AN_ADDRESS = 500
"""A Message-ID is the sender's and may have any length; an address may not."""


def find_in(transport: Transport, folder_id: str, message_id: str, category: str) -> list[str]:
    """The ids of the mails in a folder with that Message-ID and, if one is given, that category; oldest first."""
    params = {"$select": "id,receivedDateTime,internetMessageId,categories", "$top": str(PAGE)}
    wanted: list[str] = []
    if message_id and len(message_id) <= _LONGEST_IN_AN_ADDRESS:
        wanted.append(f"internetMessageId eq {text(message_id)}")
    if category:
        wanted.append(f"categories/any(c:c eq {text(category)})")
    if wanted:
        params["$filter"] = " and ".join(wanted)

    def is_meant(row: dict[str, Any]) -> bool:
        """Exchange compares Message-IDs and categories without case; a search that must not err looks again."""
        same = (row.get("internetMessageId") or "") == message_id
        return same and (not category or category in row["categories"])

    rows = [row for row in transport.pages("find a mail", f"mailFolders/{folder_id}/messages", params) if is_meant(row)]
    rows.sort(key=lambda row: (row["receivedDateTime"], row["id"]))
    return [str(row["id"]) for row in rows]
