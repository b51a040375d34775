"""Retention: case data of completed items goes when its queue's days are over; the case's number and the ledger stay.

What goes: payload, the sender's and the citizens' hashes, candidates, answers' choices of them, corrections and proposed
answers, notes, checkpoints, what was read of documents, receipts' data, evidence, the reports of the runs that had it, and
files no other item uses. What stays: the item's row, its hashed reference, its attempts and journal, and every entry; so
figures and `gevinst ledger verify` say the same before and after. Nothing goes before the originals are filed outside. What
was drawn for the sample and waits to be checked is kept for some days more; then the check lapses, which is recorded:
nobody's data is kept because nobody looked. What is about a citizen whose data is restricted stays until the restriction is
lifted: it may not be deleted either (GDPR article 18).
"""

import logging
import shutil
import time
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Engine, Row, Select, cast, exists, func, select, update

from gevinst.items.files import stored_path
from gevinst.items.model import Outcome, State, label
from gevinst.items.runs import remove_reports_of
from gevinst.persons.restricting import is_restricted
from gevinst.sampling.checking import lapse, waits_for_check
from gevinst.settings import settings
from gevinst.store.clock import MICROSECONDS, now_us
from gevinst.store.tables import (
    answers,
    attempts,
    checkpoints,
    corrections,
    files,
    item_files,
    item_notes,
    item_persons,
    items,
    journal,
    proposed_answers,
    questions,
    queues,
    readings,
    receipts,
    replies,
    senders,
)

log = logging.getLogger(__name__)

_DAY_SECONDS = 86_400
_DAY_US = _DAY_SECONDS * MICROSECONDS
_CHECK_DAYS = 30
"""For how many days past its date a case is kept that somebody must still check."""
_SHORT_HASH = 12
"""How much of a file's hash names it in the journal, see `connectors.pension.acts.FileDocument.key`."""


@dataclass
class Retained:
    """What a round did, by numbers only.

    Attributes:
        neutralised: Items whose case data is gone.
        files_removed: Files no item uses any more.
        waiting: Items past their date that still wait for a person, or failed: somebody must end them.
        unfiled: Completed items past their date whose originals have no receipt of having been filed.
        stuck: Completed items past their date whose evidence can't be removed from the disk; they are kept whole.
        unchecked: Items past their date that are in the sample and wait to be checked; they are kept a while longer.
        lapsed: Of the neutralised, those that nobody checked in time.
        restricted: Completed items past their date about somebody whose data is restricted; they are kept whole.
    """

    neutralised: list[str] = field(default_factory=list)
    files_removed: int = 0
    waiting: list[str] = field(default_factory=list)
    unfiled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    lapsed: list[str] = field(default_factory=list)
    restricted: list[str] = field(default_factory=list)


def neutralise_past(engine: Engine, *, dry_run: bool = False) -> Retained:
    """Neutralise every completed item past its queue's days; report the rest that is past them.

    Safe to stop and run again: each item is one transaction, and what lies on the disk goes before it is committed.
    """
    done = Retained()
    with engine.connect() as connection:
        due = connection.execute(_past(items.c.state == State.COMPLETED)).all()
        done.waiting = [label(row.id) for row in connection.execute(_past(items.c.state != State.COMPLETED))]
    for row in due:
        try:
            kept = _end_one(engine, row, done, dry_run=dry_run)
        except OSError as error:
            log.warning("%s is kept: its evidence can't be removed (%s)", label(row.id), error.strerror)
            kept = done.stuck
        (done.neutralised if kept is None else kept).append(label(row.id))
    if not dry_run:
        done.files_removed = remove_unused_files(engine)
    return done


def _end_one(engine: Engine, row: Row[Any], done: Retained, *, dry_run: bool) -> list[str] | None:
    """Neutralise one item, or say to which list of those that are kept it belongs."""
    with engine.begin() as connection:
        if is_restricted(connection, row.id):
            return done.restricted
        if _is_unfiled(connection, row):
            return done.unfiled
        lapses = waits_for_check(connection, row.id)
        if lapses and row.overdue_us < _CHECK_DAYS * _DAY_US:
            return done.unchecked
        if not dry_run:
            if lapses:
                lapse(connection, row.id)
            _remove_seen(connection, row.id)
            _neutralise(connection, row.id)
    if lapses:
        done.lapsed.append(label(row.id))
    return None


def _past(condition: ColumnElement[bool]) -> Select[tuple[int, str, str, int]]:
    ended = func.coalesce(items.c.finished_at, items.c.created_at)
    due = ended + cast(queues.c.retention_days, BigInteger) * _DAY_US
    return (
        select(items.c.id, items.c.outcome, queues.c.journalising_act, (now_us() - due).label("overdue_us"))
        .join(queues, queues.c.name == items.c.queue)
        .where(
            condition,
            items.c.neutralised_at.is_(None),
            queues.c.retention_days.is_not(None),
            due < now_us(),
        )
        .order_by(items.c.id)
    )


def _is_unfiled(connection: Connection, row: Row[Any]) -> bool:
    """Whether the robot completed the item and an original of it has no receipt of being filed outside."""
    if row.outcome != Outcome.BY_ROBOT or not row.journalising_act:
        return False
    filed = exists().where(
        journal.c.item_id == item_files.c.item_id,
        journal.c.act == row.journalising_act,
        journal.c.kind == "receipt",
        journal.c.act_key == func.substr(item_files.c.sha256, 1, _SHORT_HASH),
    )
    original = (item_files.c.item_id == row.id, item_files.c.role == "original")
    missing = select(item_files.c.sha256).where(*original, ~filed).limit(1)
    return connection.execute(missing).first() is not None


def _remove_seen(connection: Connection, item_id: int) -> None:
    """Its evidence, and the reports that show it. Before the row says that it is neutralised: nobody would look again."""
    folder = settings().evidence_folder / label(item_id)
    if folder.exists():
        shutil.rmtree(folder)
    remove_reports_of(connection, item_id)


def _neutralise(connection: Connection, item_id: int) -> None:
    mine = select(questions.c.id).where(questions.c.item_id == item_id)
    written = select(journal.c.id).where(journal.c.item_id == item_id)
    for statement in (
        update(items).where(items.c.id == item_id).values(payload={}, neutralised_at=now_us()),
        update(questions).where(questions.c.item_id == item_id).values(candidates=[]),
        update(answers).where(answers.c.question_id.in_(mine)).values(candidate=None, case_number=None),
        update(item_notes).where(item_notes.c.item_id == item_id).values(note=""),
        update(checkpoints).where(checkpoints.c.item_id == item_id).values(result=None),
        update(corrections).where(corrections.c.question_id.in_(mine)).values(value=None),
        update(proposed_answers).where(proposed_answers.c.question_id.in_(mine)).values(given=None),
        update(readings).where(readings.c.item_id == item_id).values(result=None),
        update(receipts).where(receipts.c.journal_id.in_(written)).values(data={}),
        update(attempts).where(attempts.c.item_id == item_id).values(evidence=None),
        update(senders).where(senders.c.item_id == item_id).values(sender_hash=None),
        update(replies).where(replies.c.item_id == item_id).values(sender_hash=None),
        item_files.delete().where(item_files.c.item_id == item_id),
        item_persons.delete().where(item_persons.c.item_id == item_id),
    ):
        connection.execute(statement)


def remove_unused_files(engine: Engine) -> int:
    """Remove each stored file that no item uses, also what a killed process left unrecorded; returns how many.

    A file that was stored or asked for within the last day stays: its item may be about to be written.
    """
    with engine.connect() as connection:
        used = set(connection.execute(select(item_files.c.sha256).distinct()).scalars())
    yesterday = time.time() - _DAY_SECONDS
    gone = [
        path
        for path in settings().files_folder.glob("*/*")
        if path.name.partition(".")[0] not in used and path.stat().st_mtime < yesterday
    ]
    for path in gone:
        path.unlink()
    with engine.begin() as connection:
        tied = exists().where(item_files.c.sha256 == files.c.sha256)
        for name in connection.execute(select(files.c.sha256).where(~tied)).scalars().all():
            if not stored_path(name).exists():
                connection.execute(files.delete().where(files.c.sha256 == name))
    return len(gone)
