"""The net changes of a folder after a number: what SyncFolderItems and delta answer from."""

import sqlite3

from sandbox.exchange.entries import Change, ChangeKind, Changes
from sandbox.exchange.items import item_of


def changes(connection: sqlite3.Connection, folder_id: str, after: int, *, limit: int, immutable: bool) -> Changes:
    """Each item once, with what is to be said of it now.

    They come by the first of their changes after the number: one that is cut off by the limit is then never said to be
    updated before it was said to be there. What changed again later is said again, which does no harm.
    """
    key = "immutable_id" if immutable else "item_id"
    rows = connection.execute(
        f"SELECT min(number) AS first, item_id, immutable_id, group_concat(kind) AS kinds FROM changes "  # noqa: S608
        f"WHERE folder_id = ? AND number > ? GROUP BY {key} ORDER BY first LIMIT ?",
        (folder_id, after, limit + 1),
    ).fetchall()
    more = len(rows) > limit
    found = [_net(connection, folder_id, row, immutable=immutable) for row in rows[:limit]]
    return Changes(tuple(each for each in found if each), _number(connection, folder_id, rows, limit), more)


def _number(connection: sqlite3.Connection, folder_id: str, rows: list[sqlite3.Row], limit: int) -> int:
    if len(rows) > limit:
        return int(rows[limit]["first"]) - 1
    row = connection.execute("SELECT max(number) FROM changes WHERE folder_id = ?", (folder_id,)).fetchone()
    return int(row[0] or 0)


def _net(connection: sqlite3.Connection, folder_id: str, row: sqlite3.Row, *, immutable: bool) -> Change | None:
    kinds = set(row["kinds"].split(","))
    by = "immutable_id" if immutable else "id"
    known = row["immutable_id"] if immutable else row["item_id"]
    there = connection.execute(
        f"SELECT * FROM items WHERE folder_id = ? AND {by} = ?",  # noqa: S608 (one of two constants)
        (folder_id, known),
    ).fetchone()
    if there is None:
        came_and_went = ChangeKind.CREATED in kinds and not immutable
        return None if came_and_went else Change(ChangeKind.DELETED, row["item_id"], row["immutable_id"], None)
    item = item_of(there)
    if ChangeKind.CREATED in kinds:
        return Change(ChangeKind.CREATED, item.id, item.immutable_id, item)
    kind = ChangeKind.READ if kinds == {ChangeKind.READ} else ChangeKind.UPDATED
    return Change(kind, item.id, item.immutable_id, item)
