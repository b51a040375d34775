"""The whole observable state, once as the model has it and once as the database has it, in one shape to compare."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from gevinst.store import tables as t
from gevinst.store.clock import now_us
from tests.gevinst.statemachine.model import Model
from tests.gevinst.statemachine.model.ledger import Key
from tests.gevinst.statemachine.model.things import HELD, NEW, START_US, Item

Picture = dict[str, Any]
_GRAIN_SECONDS = 5
"""Every instant of a story is a multiple of this; what a statement takes is cut off."""


def of_model(model: Model) -> Picture:
    """What must be."""
    items, ledger = model.items, model.ledger
    return {
        "items": {number: _item(each) for number, each in items.items()},
        "history": {number: each.history for number, each in items.items()},
        "checkpoints": {n: dict.fromkeys(each.checkpoints, not each.neutralised) for n, each in items.items()},
        "credits": {
            number: {activity: (c.units, c.by_person, c.at) for activity, c in each.credits.items()}
            for number, each in items.items()
        },
        "questions": {
            number: [
                (q.code, q.act, q.asked, q.candidates, q.choice, q.candidate, q.case_number, q.band)
                for q in each.questions
            ]
            for number, each in items.items()
        },
        "journal": {
            number: [(at.act, at.kind, at.round, at.claim_no, at.late, at.by, _receipt(at)) for at in each.journal]
            for number, each in items.items()
        },
        "samples": {number: each.found for number, each in items.items() if each.drawn},
        "notes": {number: each.notes for number, each in items.items() if each.notes},
        "entries": {
            key: (e.kind, e.role, e.potential, e.item, e.activity, e.units, e.seconds, e.month, e.at, e.run, e.source)
            for key, e in ledger.entries.items()
        },
        "listed": {
            about: (each.credit.units, each.credit.at, each.potential, each.reason, each.settled_by)
            for about, each in ledger.listed.items()
        },
        "closed": ledger.closed,
        "baselines": ledger.baselines,
        "waits": {queue: wait for queue, wait in model.pauses.items() if model.waits(queue)},
        "stops": model.stops,
    }


def _item(item: Item) -> tuple[object, ...]:
    return (
        *(item.queue, item.reference, item.state, item.code, item.outcome, item.claim_no, item.attempts),
        *(item.priority, item.due, item.parent, item.potential, item.finished, item.neutralised),
        item.defer if item.state == NEW else None,
        item.lease if item.state == HELD else None,
        not item.neutralised,
    )


def _receipt(line: Any) -> bool | None:
    return line.has_data if line.kind == "receipt" else None


def of_database(connection: Connection) -> Picture:
    """What is."""
    rows = {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in _READ}
    now = connection.execute(select(now_us())).scalar_one()
    answered = {row.question_id: row for row in rows["answers"]}
    data = {row.journal_id: bool(row.data) for row in rows["receipts"]}
    found = {row.item_id: (row.result, row.error, row.time_band) for row in rows["sample_checks"]}
    keys = keys_of(rows["ledger_entries"], rows["questions"])

    def by_item(name: str, part: Callable[[Row[Any]], Any], kind: Callable[[Iterable[Any]], Any]) -> dict[int, Any]:
        parts = defaultdict(list)
        for row in rows[name]:
            parts[row.item_id].append(part(row))
        return {row.id: kind(parts[row.id]) for row in rows["items"]}

    return {
        "items": {row.id: _item_row(row) for row in rows["items"]},
        "history": by_item("attempts", lambda row: (row.claim_no, row.result), dict),
        "checkpoints": by_item("checkpoints", lambda row: (row.step, bool(row.result)), dict),
        "credits": by_item("credits", _credit_row, dict),
        "questions": by_item("questions", lambda row: _question_row(row, answered.get(row.id)), list),
        "journal": by_item("journal", lambda row: _journal_row(row, data), list),
        "samples": {row.item_id: found.get(row.item_id, ()) for row in rows["samples"]},
        "notes": dict(Counter(row.item_id for row in rows["item_notes"])),
        "entries": {keys[row.id]: _entry_row(row) for row in rows["ledger_entries"]},
        "listed": {
            (row.item_id, row.activity): (
                *(row.units, _seconds(row.occurred_at), row.potential_id, row.reason, keys.get(row.settled_by)),
            )
            for row in rows["ledger_exceptions"]
        },
        "closed": {row.period: (row.entry_count, row.seconds) for row in rows["periods"] if row.closed_at},
        "baselines": _baselines(rows["baselines"]),
        "waits": {
            row.name: (row.pause_code, _seconds(row.paused_until))
            for row in rows["queues"]
            if row.paused_until and row.paused_until > now
        },
        "stops": {(row.scope, row.name) for row in rows["stops"]},
    }


_READ = (
    *(t.items, t.attempts, t.checkpoints, t.credits_, t.questions, t.answers, t.journal, t.receipts, t.item_notes),
    *(t.queues, t.stops, t.ledger_entries, t.ledger_exceptions, t.periods, t.baselines, t.samples),
    t.sample_checks,
)


def _seconds(instant: int | None) -> int | None:
    if instant is None:
        return None
    return (instant - START_US) // 1_000_000 // _GRAIN_SECONDS * _GRAIN_SECONDS


def _item_row(row: Row[Any]) -> tuple[object, ...]:
    return (
        *(row.queue, row.reference, row.state, row.code, row.outcome, row.claim_no, row.attempts_used),
        *(row.priority, row.due_at, row.parent_id, row.potential_id, _seconds(row.finished_at)),
        row.neutralised_at is not None,
        _seconds(row.defer_until) if row.state == NEW else None,
        _seconds(row.lease_until) if row.state == HELD else None,
        bool(row.payload),
    )


def _credit_row(row: Row[Any]) -> tuple[str, object]:
    return (row.activity, (row.units, row.counts_by_person, _seconds(row.occurred_at)))


def _question_row(row: Row[Any], answer: Row[Any] | None) -> tuple[object, ...]:
    said = (answer.choice, answer.candidate, answer.case_number, answer.time_band) if answer else (None,) * 4
    return (row.code, row.act, _seconds(row.asked_at), tuple(row.candidates), *said)


def _journal_row(row: Row[Any], data: Mapping[int, bool]) -> tuple[object, ...]:
    return (row.act, row.kind, row.round, row.claim_no, row.late, row.written_by, data.get(row.id))


def keys_of(entries: Iterable[Row[Any]], questions: Iterable[Row[Any]]) -> dict[int, Key]:
    """Entries by what they are about, as the model knows them; a correction by what it corrects."""
    asked = {row.id: (row.item_id, row.number) for row in questions}
    keys: dict[int, Key] = {}
    for row in entries:
        if row.role != "original":
            keys[row.id] = (row.role, keys[row.reverses or row.replaces])
        elif row.kind == "saving":
            keys[row.id] = ("saving", row.item_id, row.activity)
        else:
            keys[row.id] = ("human time", *asked[row.question_id])
    return keys


def _entry_row(row: Row[Any]) -> tuple[object, ...]:
    return (
        *(row.kind, row.role, row.potential_id, row.item_id, row.activity, row.units, row.seconds, row.period),
        *(_seconds(row.occurred_at), row.flow_run, row.source),
    )


def _baselines(rows: Iterable[Row[Any]]) -> dict[tuple[str, str], list[tuple[object, int]]]:
    found: dict[tuple[str, str], list[tuple[object, int]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.version):
        found[row.potential_id, row.activity].append((row.valid_from, row.seconds_per_case))
    return found
