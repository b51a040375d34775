"""The counting: what was delivered against what every system holds in the end, each from its own database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, func, select

from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.items.model import Outcome, State, label
from gevinst.ledger.verify import verify
from gevinst.sampling.redrawing import redraw
from gevinst.store.engine import reading
from gevinst.store.tables import attempts, item_files, items, journal, ledger_entries, questions
from tests.chaos.house import ACTIVITIES, House
from tests.chaos.outside import Outside

SECONDS_EACH = 60
_PLACES = {State.COMPLETED: Folder.DONE, State.PENDING: Folder.MANUAL, State.FAILED: Folder.MANUAL}


@dataclass
class Count:
    """What came out; each list names the things that are wrong, and is empty when all is well."""

    items: int = 0
    by_state: Counter[str] = field(default_factory=Counter)
    uncertain: int = 0
    broken: list[str] = field(default_factory=list)
    """The workers whose writes have an intent and no receipt by the same claim: something fell between the two."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    misplaced: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    ledger_off: int = 0

    @property
    def wrong(self) -> list[str]:
        """Everything that is wrong."""
        found = [*self.lost, *self.doubled, *self.misplaced, *self.findings]
        if self.ledger_off:
            found.append(f"the ledger is off by {self.ledger_off} s")
        if self.uncertain > len(self.broken):
            found.append(f"{self.uncertain} uncertain, and only {len(self.broken)} writes were broken off")
        return found


def count(house: House) -> Count:
    """Count everything."""
    outside, result = Outside.read(house), Count()
    with reading(house.engine) as connection:
        rows = connection.execute(select(items).order_by(items.c.id)).all()
        files = connection.execute(select(item_files.c.item_id, item_files.c.role, item_files.c.sha256)).all()
        saved = connection.execute(
            select(func.coalesce(func.sum(ledger_entries.c.seconds), 0)).where(ledger_entries.c.kind == "saving")
        ).scalar_one()
        asked = select(func.count()).where(questions.c.code == Code.UNCERTAIN_WRITE)
        result.uncertain = connection.execute(asked).scalar_one()
        workers = connection.execute(select(attempts.c.item_id, attempts.c.claim_no, attempts.c.worker)).all()
        result.broken = _broken(connection.execute(select(journal)).all(), {row[:2]: row.worker for row in workers})
        result.findings = [
            f"{finding.about}: {finding.detail}" for finding in (*verify(connection), *redraw(connection))
        ]
    originals = {row.item_id: {f.sha256 for f in files if f.item_id == row.item_id} for row in files}
    result.items = len(rows)
    result.by_state.update(row.state for row in rows)
    for row in rows:
        _count_item(row, outside, originals.get(row.id, set()), result)
    _count_mail(house, rows, outside, result)
    known = {label(row.id) for row in rows}
    result.doubled += [f"{name} is registered and no item" for name in outside.registrations if name not in known]
    result.doubled += [f"'{name}' is filed by no item" for name in outside.remarks if name.split()[0] not in known]
    done = sum(row.outcome == Outcome.BY_ROBOT for row in rows)
    result.ledger_off = abs(saved - done * SECONDS_EACH * len(ACTIVITIES))
    return result


def _count_item(row: Row[Any], outside: Outside, known_files: set[str], result: Count) -> None:
    """An item the robot completed has everything once; any other at most once."""
    filed = outside.filed(row.id)
    found = {
        "registered": len(outside.registered(row.id)),
        "answered": outside.sent(row.id),
        "posted": outside.posted(row.id),
        **{f"filed ({remark})": len(each) for remark, each in filed.items()},
    }
    result.doubled += [f"{label(row.id)} is {what} {times} times" for what, times in found.items() if times > 1]
    if len(filed) > 3:
        result.doubled.append(f"{label(row.id)} has {len(filed)} files")
    if row.state not in (State.COMPLETED, State.PENDING, State.FAILED):
        result.lost.append(f"{label(row.id)} is left '{row.state}'")
    if row.outcome == Outcome.BY_ROBOT:
        result.lost += [f"{label(row.id)} is not {what}" for what, times in found.items() if times == 0]
        contents = {sha256 for each in filed.values() for sha256 in each}
        if len(filed) != 3 or not contents <= known_files:
            result.lost.append(f"{label(row.id)} has {len(filed)} files, or others than its own")
    elif row.state == State.COMPLETED:
        result.lost.append(f"{label(row.id)} was closed as '{row.outcome}'")


def _count_mail(house: House, rows: Any, outside: Outside, result: Count) -> None:
    """Every mail that was delivered is one item, and lies in the one folder that goes with it."""
    by_mail = {row.payload["message_id"]: row for row in rows}
    for number in range(1, house.delivered + 1):
        name = f"<{number}@klinik.example>"
        row, folders = by_mail.get(name), outside.mails.get(name, [])
        if row is None:
            result.lost.append(f"mail {number} is no item")
        elif len(folders) != 1:
            (result.doubled if folders else result.lost).append(f"mail {number} lies in {folders}")
        elif folders != [_PLACES.get(State(row.state))]:
            result.misplaced.append(f"mail {number} of {label(row.id)}, '{row.state}', lies in {folders[0]}")
    if len(rows) > house.delivered:
        result.doubled.append(f"{len(rows)} items of {house.delivered} mails")
    drafts = [row for row in rows if row.state == State.COMPLETED and Folder.DRAFTS in outside.receipts(row.id)]
    result.misplaced += [f"a draft of {label(row.id)} is left" for row in drafts]


def _broken(lines: Any, workers: dict[Any, str]) -> list[str]:
    """Who recorded an intent and no receipt of their own."""
    received = {_write(line) for line in lines if line.kind == "receipt" and line.written_by == "robot"}
    intents = {_write(line) for line in lines if line.kind == "intent"}
    return [workers[item_id, claim_no] for item_id, claim_no, *_ in sorted(intents - received)]


def _write(line: Any) -> tuple[Any, ...]:
    return line.item_id, line.claim_no, line.act, line.act_key
