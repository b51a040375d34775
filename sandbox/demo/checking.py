"""Hold the result against the truth: the legacy system's own database, the mailbox, Digital Post and the ledger."""

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import select

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from gevinst.items.model import Outcome, State, label
from gevinst.ledger.checks import reconcile
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import item_files, items
from sandbox.demo.post_office import MAILBOX
from sandbox.demo.services import House
from sandbox.legacy.state import rows

_ENDS = {
    "registered": (State.COMPLETED, Outcome.BY_ROBOT),
    "person": (State.PENDING, None),
    "set aside": (State.COMPLETED, Outcome.SET_ASIDE),
    "duplicate document": (State.COMPLETED, Outcome.DUPLICATE),
}
BEFORE = "FØR"
"""The reference of what was registered before the robot came."""


def differences(house: House, truth: list[dict[str, Any]]) -> list[str]:
    """Everything that is missing, double or wrong; nothing when all is as it must be."""
    by_original = _items_by_original()
    found = [each for one in truth for each in _check_mail(house, one, by_original)]
    registered = [one for one in truth if one["expected"] == "registered"]
    ours = [row for row in rows(house.pensys, "registrations") if row["reference"] != BEFORE]
    filed = rows(house.pensys, "files")
    if len(ours) != len(registered):
        found.append(f"{len(ours)} registrations, and {len(registered)} were due")
    due = sum(len(one["files"]) + 1 for one in registered)  # the letter is one more
    if len(filed) != due:
        found.append(f"{len(filed)} files filed, and {due} were due")
    found += [f"{sent} mails sent, and {len(registered)} were due" for sent in [_sent()] if sent != len(registered)]
    letters = len(list((house.folder / "digitalpost").glob("*.xml")))
    found += [f"{letters} letters, and {len(registered)} were due"] if letters != len(registered) else []
    with reading(open_engine()) as connection:
        found += [f"{finding.about}: {finding.detail}" for finding in reconcile(connection)]
    return found


def _items_by_original() -> dict[str, Any]:
    """Our items by the hash of the mail as it came."""
    with reading(open_engine()) as connection:
        both = select(items, item_files.c.sha256).join(item_files, item_files.c.item_id == items.c.id)
        return {row.sha256: row for row in connection.execute(both.where(item_files.c.role == "original"))}


def _check_mail(house: House, one: dict[str, Any], by_original: dict[str, Any]) -> list[str]:
    if one["expected"] == "duplicate mail":
        return []  # the first delivery stands for both; the counts below would show a second case
    item = by_original.get(one["files"][0])
    if item is None:
        return [f"{one['mail']}: no item"]
    state, outcome = _ENDS[one["expected"]]
    code = None if one["expected"] == "registered" else one["code"]
    if (item.state, item.outcome, item.code) != (state, outcome, code):
        return [
            f"{one['mail']}: {label(item.id)} is {item.state}/{item.outcome}/{item.code}, due {state}/{outcome}/{code}"
        ]
    if one["registration"] is None:
        return []
    mine = [row for row in rows(house.pensys, "registrations") if row["reference"] == label(item.id)]
    if len(mine) != 1:
        return [f"{one['mail']}: {len(mine)} registrations carry {label(item.id)}"]
    wrong = [name for name, value in one["registration"].items() if mine[0][name] != value]
    hashes = {row["sha256"] for row in rows(house.pensys, "files") if row["registration"] == mine[0]["number"]}
    missing = set(one["files"]) - hashes
    return [f"{one['mail']}: wrong {name}" for name in wrong] + [f"{one['mail']}: {len(missing)} files missing"] * bool(
        missing
    )


def _sent() -> int:
    """How many mails lie in Sent, as the mailbox itself says."""
    with open_mailbox(MAILBOX, read_only=True) as box:
        return len(box.mails(Folder.SENT))


def fingerprint(house: House) -> str:
    """One hash of everything that may not change in a second run: the legacy system, letters, items, sent mail."""
    content: list[object] = [rows(house.pensys, "registrations")]
    content.append([row["sha256"] for row in rows(house.pensys, "files")])
    content.append(sorted(path.name for path in (house.folder / "digitalpost").glob("*.xml")))
    content.append(_sent())
    with reading(open_engine()) as connection:
        columns = (items.c.id, items.c.state, items.c.outcome, items.c.code, items.c.claim_no)
        content.append([tuple(row) for row in connection.execute(select(*columns).order_by(items.c.id))])
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


def expected_counts(truth: list[dict[str, Any]]) -> Counter[str]:
    """How many of each end the truth expects."""
    return Counter(str(one["expected"]) for one in truth)


def read_truth(post: Path) -> list[dict[str, Any]]:
    """The truth beside the generated post."""
    found: list[dict[str, Any]] = json.loads((post / "truth.json").read_text(encoding="utf-8"))
    return found
