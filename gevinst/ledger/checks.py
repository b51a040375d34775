"""The checks that always hold, each one question to the database whose every answer is something wrong.

They are plain SQL that both databases take, so that an auditor can run them without us. Constants are written out: a
partial index is used only where the statement shows that it applies. A CROSS JOIN keeps SQLite, which has no statistics of
the tables, at the order that is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from gevinst.items.model import label

SHOWN = 20
"""Findings of one check that are named one by one; the rest are counted."""


@dataclass(frozen=True)
class Finding:
    """One thing that doesn't add up, by the number of what it is about."""

    about: str
    detail: str


@dataclass(frozen=True)
class Check:
    """One question.

    Attributes:
        sql: Gives `item_id`, `entry_id` and `what` of each thing that is wrong; the missing ones NULL.
        wrong: The sentence, with `{what}` and `{entry}` filled in.
    """

    sql: str
    wrong: str


_POSTED = """EXISTS (SELECT 1 FROM ledger_entries e WHERE e.item_id = c.item_id AND e.activity = c.activity
    AND e.kind = 'saving' AND e.role = 'original' AND e.item_id IS NOT NULL)"""
_LISTED = """EXISTS (SELECT 1 FROM ledger_exceptions x WHERE x.item_id = c.item_id AND x.activity = c.activity)"""
_ANSWERED = """EXISTS (SELECT 1 FROM journal a WHERE a.item_id = i.id AND a.act = 'send' AND a.kind = 'receipt')"""
_COUNTED = "(i.outcome = 'by robot' OR (i.outcome IN ('by person', 'rejected') AND c.counts_by_person))"

ITEMS = (
    Check(
        f"""SELECT c.item_id, NULL AS entry_id, c.activity AS what FROM credits c CROSS JOIN items i
            WHERE i.id = c.item_id AND i.state = 'completed' AND {_COUNTED} AND NOT {_POSTED} AND NOT {_LISTED}""",  # noqa: S608 (our own constants)
        "completed, but '{what}' is neither posted nor listed",
    ),
    Check(
        """SELECT id AS item_id, NULL AS entry_id, coalesce(outcome, 'no outcome') AS what FROM items
           WHERE state = 'completed' AND (outcome IS NULL OR (outcome <> 'by robot' AND code IS NULL))""",
        "completed ({what}) without entries and without a recorded reason",
    ),
    Check(
        """SELECT id AS item_id, NULL AS entry_id, potential_id AS what FROM items i
           WHERE state = 'completed' AND outcome = 'by robot' AND potential_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM credits c WHERE c.item_id = i.id)""",
        "completed for {what}, and no step of it was counted",
    ),
    Check(
        """SELECT q.item_id, NULL AS entry_id, q.number AS what FROM answers a
           JOIN questions q ON q.id = a.question_id JOIN items i ON i.id = q.item_id
           WHERE i.state = 'completed' AND i.potential_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.item_id = q.item_id AND e.question_id = q.id
                           AND e.kind = 'human time' AND e.role = 'original')
           AND NOT EXISTS (SELECT 1 FROM ledger_exceptions x WHERE x.item_id = q.item_id
                           AND x.activity = 'handover' AND x.settled_by IS NULL)""",
        "completed, but the time spent on question {what} is neither posted nor listed",
    ),
    Check(
        f"""SELECT i.id AS item_id, NULL AS entry_id, coalesce(r.code, 'no reason') AS what
           FROM (SELECT j.queue, min(f.item_id) AS first FROM replies f CROSS JOIN items j WHERE j.id = f.item_id
                 GROUP BY j.queue) s JOIN items i ON i.queue = s.queue AND i.id >= s.first
           LEFT JOIN replies r ON r.item_id = i.id
           WHERE i.state = 'completed' AND i.outcome = 'by robot'
           AND (r.code IS NULL) <> {_ANSWERED}""",  # noqa: S608 (our own constants)
        "completed, and its sender has not either an answer or a recorded reason ({what})",
    ),
    Check(
        """SELECT s.item_id, NULL AS entry_id, coalesce(i.outcome, i.state) AS what FROM samples s
           JOIN items i ON i.id = s.item_id WHERE i.outcome IS NULL OR i.outcome <> 'by robot'""",
        "drawn for the sample of what the robot completed, and it is '{what}'",
    ),
    Check(
        """SELECT s.item_id, NULL AS entry_id, s.error AS what FROM sample_checks s JOIN items i ON i.id = s.item_id
           WHERE s.result = 'fejl rettet' AND i.potential_id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.item_id = s.item_id AND e.question_id = s.question_id
                           AND e.kind = 'human time' AND e.role = 'original')
           AND NOT EXISTS (SELECT 1 FROM ledger_exceptions x WHERE x.item_id = s.item_id
                           AND x.activity = 'rework' AND x.settled_by IS NULL)""",
        "its check found '{what}', and the time to put it right is neither posted nor listed",
    ),
)

ENTRIES = (
    Check(
        """SELECT e.item_id, e.id AS entry_id, i.state AS what FROM items i JOIN ledger_entries e ON e.item_id = i.id
           WHERE i.state IN ('new', 'in progress', 'failed', 'pending user action')""",
        "entry {entry} rests on an item that is {what}",
    ),
    Check(
        """SELECT e.item_id, e.id AS entry_id, 'missing' AS what FROM ledger_entries e
           LEFT JOIN items i ON i.id = e.item_id WHERE e.item_id IS NOT NULL AND i.id IS NULL""",
        "entry {entry} rests on an item that is {what}",
    ),
    Check(
        """SELECT NULL AS item_id, id AS entry_id, 'origin' AS what FROM ledger_entries
           WHERE item_id IS NULL AND (source IS NULL OR source_key IS NULL)""",
        "entry {entry} has neither an item nor a source",
    ),
    Check(
        """SELECT e.item_id, e.id AS entry_id, e.activity AS what FROM ledger_entries e
           JOIN items i ON i.id = e.item_id LEFT JOIN credits c ON c.item_id = e.item_id AND c.activity = e.activity
           WHERE e.kind = 'saving' AND e.role = 'original' AND e.item_id IS NOT NULL
           AND (c.item_id IS NULL OR c.units <> e.units OR i.outcome IN ('set aside', 'duplicate')
                OR e.potential_id <> i.potential_id)""",
        "entry {entry}: the item's own '{what}', its units or its potential say otherwise",
    ),
    Check(
        """SELECT e.item_id, e.id AS entry_id, e.activity AS what FROM ledger_entries e
           LEFT JOIN baselines b ON b.id = e.baseline_id
           WHERE e.kind = 'saving' AND e.role <> 'reversal' AND e.item_id IS NOT NULL
           AND (b.id IS NULL OR b.activity <> e.activity OR b.potential_id <> e.potential_id
                OR e.seconds <> b.seconds_per_case * e.units)""",
        "entry {entry}: its seconds are not its baseline's for '{what}'",
    ),
    Check(
        """SELECT item_id, max(id) AS entry_id, activity AS what FROM ledger_entries
           WHERE kind = 'saving' AND role = 'original' AND item_id IS NOT NULL
           GROUP BY item_id, activity HAVING count(*) > 1""",
        "'{what}' is posted more than once, last by entry {entry}",
    ),
    Check(
        """SELECT item_id, max(id) AS entry_id, 'question' AS what FROM ledger_entries
           WHERE kind = 'human time' AND role = 'original' GROUP BY item_id, question_id HAVING count(*) > 1""",
        "the time spent on one question is posted more than once, last by entry {entry}",
    ),
    Check(
        """SELECT e.item_id, e.id AS entry_id, coalesce(s.result, 'no check') AS what FROM ledger_entries e
           LEFT JOIN sample_checks s ON s.item_id = e.item_id AND s.question_id = e.question_id
           WHERE e.kind = 'human time' AND e.role = 'original' AND e.activity = 'rework'
           AND (s.result IS NULL OR s.result <> 'fejl rettet')""",
        "entry {entry} is the time to put an error right, and the sample says '{what}'",
    ),
    Check(
        """SELECT NULL AS item_id, max(id) AS entry_id, source AS what FROM ledger_entries
           WHERE item_id IS NULL AND role = 'original' GROUP BY source, source_key HAVING count(*) > 1""",
        "one line of the source '{what}' is posted more than once, last by entry {entry}",
    ),
)

CORRECTIONS = (
    Check(
        """SELECT o.item_id, o.id AS entry_id, count(*) AS what FROM ledger_entries r
           JOIN ledger_entries o ON o.id = r.reverses GROUP BY o.item_id, o.id HAVING count(*) > 1""",
        "entry {entry} is reversed {what} times",
    ),
    Check(
        """SELECT r.item_id, r.id AS entry_id, r.reverses AS what FROM ledger_entries r
           LEFT JOIN ledger_entries o ON o.id = r.reverses WHERE r.role = 'reversal'
           AND (o.id IS NULL OR o.role = 'reversal' OR r.seconds <> -o.seconds OR r.kind <> o.kind
                OR r.potential_id <> o.potential_id OR r.activity <> o.activity
                OR coalesce(r.amount_ore, 0) <> -coalesce(o.amount_ore, 0))""",
        "entry {entry} is no mirror image of the entry {what} it reverses",
    ),
    Check(
        """SELECT n.item_id, n.id AS entry_id, n.replaces AS what FROM ledger_entries n
           LEFT JOIN ledger_entries r ON r.reverses = n.replaces WHERE n.role = 'replacement' AND r.id IS NULL""",
        "entry {entry} replaces entry {what}, which was not reversed",
    ),
    Check(
        """SELECT o.item_id, o.id AS entry_id, count(*) AS what FROM ledger_entries n
           JOIN ledger_entries o ON o.id = n.replaces GROUP BY o.item_id, o.id HAVING count(*) > 1""",
        "entry {entry} is replaced {what} times",
    ),
)


def reconcile(connection: Connection) -> list[Finding]:
    """The quick part, for doctor and after each run: every completed item has its entries or a recorded reason."""
    return [finding for check in (*ITEMS, ENTRIES[0]) for finding in ask(connection, check)]


def count_unposted(connection: Connection) -> int:
    """How many activities of completed items are neither posted nor listed: the first of the checks, as a number."""
    return int(connection.execute(text(f"SELECT count(*) FROM ({ITEMS[0].sql}) AS unposted")).scalar_one())  # noqa: S608


def ask(connection: Connection, check: Check) -> Iterator[Finding]:
    """Each answer as a finding; many of one kind are cut short with their number."""
    rows = sorted(connection.execute(text(check.sql)), key=lambda row: (row.item_id or 0, row.entry_id or 0))
    for row in rows[:SHOWN]:
        about = f"entry {row.entry_id}" if row.item_id is None else label(row.item_id)
        yield Finding(about, check.wrong.format(what=row.what, entry=row.entry_id))
    if len(rows) > SHOWN:
        yield Finding("…", f"and {len(rows) - SHOWN} more: {check.wrong.format(what='…', entry='…')}")
