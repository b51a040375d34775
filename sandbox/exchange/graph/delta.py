"""Delta: what changed in a folder. Its links carry the whole question in an opaque token."""

import base64
import json
from typing import Any

from sandbox.exchange.entries import Change, ChangeKind
from sandbox.exchange.graph.refusals import Refused
from sandbox.exchange.graph.rows import Rows, etag
from sandbox.exchange.model import Exchange


def token_of(question: dict[str, Any]) -> str:
    """A token that says what was asked, and from which change on the next answer begins."""
    return base64.urlsafe_b64encode(json.dumps(question).encode()).decode()


def question_in(token: str) -> dict[str, Any]:
    """What a token says; one that isn't ours is a state that nobody knows any more."""
    try:
        question: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.encode()))
    except ValueError:
        raise Refused(410, "SyncStateNotFound", "The sync state generation is not found.") from None
    return question


def page(
    exchange: Exchange, mailbox: str, question: dict[str, Any], most: int
) -> tuple[list[dict[str, Any]], int, bool]:
    """The rows of one page, the number the next begins after, and whether there are more by now."""
    rows = Rows(exchange, question["select"], question["expand"], immutable=question["immutable"])
    found = exchange.changes(
        mailbox, question["folder"], question["after"], limit=most, immutable=question["immutable"]
    )
    return [_row(rows, each, immutable=question["immutable"]) for each in found.changes], found.number, found.more


def _row(rows: Rows, change: Change, *, immutable: bool) -> dict[str, Any]:
    """Where only the read flag changed, Graph gives only that."""
    if change.item is None:
        return {"id": change.immutable_id if immutable else change.id, "@removed": {"reason": "deleted"}}
    if change.kind is ChangeKind.READ:
        return {"@odata.etag": etag(change.item), "id": rows.id_of(change.item), "isRead": change.item.is_read}
    return rows.row(change.item)
