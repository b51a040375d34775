"""All that we hold about a citizen in one item, record by record, as it is stored.

Of an item about several citizens only those records are taken that name this one and nobody else; the rest, and the files,
are told of and left for a person to look through (GDPR article 15(4)).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from gevinst.codes import Code
from gevinst.items.act import act_in_danish
from gevinst.items.replies import reply_to
from gevinst.persons.finding import Found
from gevinst.redaction import redact
from gevinst.settings import settings
from gevinst.store.tables import (
    answers,
    attempts,
    checkpoints,
    corrections,
    item_files,
    item_notes,
    items,
    journal,
    proposed_answers,
    questions,
    queues,
    readings,
    receipts,
    sample_checks,
)
from gevinst.values.cpr import Cpr

_ABOUT_NOBODY = frozenset({"attempts", "reply", "sample"})
"""Parts that say what was done and when, and nothing of whom."""


@dataclass(frozen=True)
class Record:
    """One thing that is stored.

    Attributes:
        part: What kind of thing: `payload`, `checkpoints`, `notes` …
        at: When it was recorded; None where that is when the item came.
        data: What it says: anything JSON can hold.
    """

    part: str
    at: int | None
    data: Any


@dataclass(frozen=True)
class HeldFile:
    """One file of the item, as it came or as we wrote it."""

    role: str
    position: int
    name: str
    media_type: str
    sha256: str


@dataclass(frozen=True)
class Held:
    """What there is of one item.

    Attributes:
        found: The item.
        retention_days: For how long its data is kept after it ended; None for ever.
        finished_at: When it ended.
        records: What may be handed out, in the order of the parts.
        left_out: How many records are about, or may be about, other citizens as well.
        files: Its files; they are named only where others' data may be in them.
        has_evidence: There are pictures and texts of a failure on the disk.
    """

    found: Found
    retention_days: int | None
    finished_at: int | None
    records: tuple[Record, ...]
    left_out: int
    files: tuple[HeldFile, ...]
    has_evidence: bool

    @property
    def is_shared(self) -> bool:
        """Whether the item is about other citizens as well."""
        return self.found.others > 0


def held_of(connection: Connection, found: Found, cpr: Cpr) -> Held:
    """What there is of one item about this citizen."""
    row = connection.execute(
        select(items.c.payload, items.c.finished_at, queues.c.retention_days)
        .join(queues, queues.c.name == items.c.queue)
        .where(items.c.id == found.item_id)
    ).one()
    everything = [Record("payload", None, row.payload), *_records(connection, found.item_id)]
    everything = [record for record in everything if record.data]
    ours = [
        record
        for record in everything
        if not found.others or record.part in _ABOUT_NOBODY or is_only_about(cpr, record.data)
    ]
    files = connection.execute(
        select(item_files)
        .where(item_files.c.item_id == found.item_id)
        .order_by(item_files.c.role.desc(), item_files.c.position)
    )
    return Held(
        found=found,
        retention_days=row.retention_days,
        finished_at=row.finished_at,
        records=tuple(ours),
        left_out=len(everything) - len(ours),
        files=tuple(HeldFile(each.role, each.position, each.file_name, each.media_type, each.sha256) for each in files),
        has_evidence=(settings().evidence_folder / found.item).is_dir(),
    )


def is_only_about(cpr: Cpr, data: object) -> bool:
    """Whether this citizen's number stands in it, and nothing shaped like another's."""
    text = json.dumps(data, ensure_ascii=False)
    rest = text.replace(cpr.digits, "").replace(cpr.formatted, "")
    return rest != text and redact(rest) == rest


def _records(connection: Connection, item_id: int) -> Iterator[Record]:
    def rows(statement: Select[Any]) -> list[Row[Any]]:
        return list(connection.execute(statement))

    for row in rows(select(attempts).where(attempts.c.item_id == item_id).order_by(attempts.c.claim_no)):
        told = {"result": row.result, "reason": _sentence(row.code)}
        yield Record("attempts", row.started_at, _said(told) or {"result": "i gang"})
    for row in rows(select(checkpoints).where(checkpoints.c.item_id == item_id).order_by(checkpoints.c.saved_at)):
        yield Record("checkpoints", row.saved_at, row.result and {"step": row.step, "result": row.result})
    for row in rows(select(readings).where(readings.c.item_id == item_id).order_by(readings.c.read_at)):
        told = {"template": row.template, "file": row.sha256, "result": row.result}
        yield Record("readings", row.read_at, row.result and told)
    yield from _of_questions(connection, item_id)
    for row in rows(select(item_notes).where(item_notes.c.item_id == item_id).order_by(item_notes.c.id)):
        yield Record("notes", row.recorded_at, row.note)
    outside = select(journal, receipts.c.data).outerjoin(receipts, receipts.c.journal_id == journal.c.id)
    for row in rows(outside.where(journal.c.item_id == item_id, journal.c.kind == "receipt").order_by(journal.c.id)):
        yield Record("receipts", row.recorded_at, _said({"act": act_in_danish(row.act), "receipt": row.data}))
    reply = reply_to(connection, item_id)
    if reply is not None:
        yield Record("reply", None, reply.sentence)
    for row in rows(select(sample_checks).where(sample_checks.c.item_id == item_id)):
        yield Record("sample", row.checked_at, {"result": row.result, "error": row.error})


def _of_questions(connection: Connection, item_id: int) -> Iterator[Record]:
    """Questions with what was answered, proposed and corrected; not who answered: they did it for the municipality."""
    asked = select(questions, answers, proposed_answers.c.given)
    asked = asked.outerjoin(answers, answers.c.question_id == questions.c.id)
    asked = asked.outerjoin(proposed_answers, proposed_answers.c.question_id == questions.c.id)
    for row in connection.execute(asked.where(questions.c.item_id == item_id).order_by(questions.c.number)).all():
        told = {
            "question": f"{item_id}-{row.number}",
            "reason": _sentence(row.code),
            "candidates": list(row.candidates),
            "answer": row.choice,
            "candidate": row.candidate,
            "case_number": row.case_number,
            "proposed": row.given,
        }
        fixed = connection.execute(select(corrections).where(corrections.c.question_id == row.id)).all()
        told["corrections"] = [{"file": each.sha256, "field": each.field, "value": each.value} for each in fixed]
        yield Record("questions", row.asked_at, _said(told))


def _sentence(code: str | None) -> str | None:
    return Code(code).sentence if code else None


def _said(told: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing."""
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}
