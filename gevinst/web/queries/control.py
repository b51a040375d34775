"""What keeps the figures honest: what couldn't be posted, closed months, what was taken home, and the reconciliation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, text

from gevinst.codes import Code
from gevinst.ledger.checks import Finding, reconcile
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import harvests, ledger_exceptions, periods
from gevinst.web.asking import A_PAGE, offset

REASONS = {
    "no potential": "sagen har intet potentiale i potentialelisten",
    "not in operation": "potentialet var ikke i drift den dag",
    "no baseline": "aktiviteten har ingen basislinje for den dag",
}


@dataclass(frozen=True)
class Exceptional:
    """An activity that was done and couldn't be counted."""

    item_id: int
    activity: str
    units: int
    potential_id: str | None
    reason: str
    occurred_at: int


@dataclass(frozen=True)
class Harvest:
    """One gain that was taken home, or the mirror image that takes one back."""

    id: int
    potential_id: str
    unit: str
    day: date
    is_lasting: bool
    hundredths_of_fte: int
    amount_dkk: int
    budget_reference: str
    reverses: int | None


@dataclass(frozen=True)
class ClosedMonth:
    """What a month's row says since it was closed."""

    entry_count: int
    seconds: int
    hash: str
    closed_at: int


@dataclass(frozen=True)
class Reconciliation:
    """Completed items, each in exactly one of four groups.

    Attributes:
        made_at: When it was made.
        completed: How many items are completed.
        with_entries: With at least one saving in the ledger.
        listed: Without, and among what couldn't be posted.
        reasons: With neither, and with a recorded reason: how many, by its sentence.
        without_potential: Done by the robot for no potential, so nothing was to be counted.
        findings: What doesn't add up; none in a sound ledger.
    """

    made_at: int
    completed: int
    with_entries: int
    listed: int
    reasons: Mapping[str, int]
    without_potential: int
    findings: tuple[Finding, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the groups come to all of them, and every check holds."""
        parts = self.with_entries + self.listed + sum(self.reasons.values()) + self.without_potential
        return parts == self.completed and not self.findings


_UNSETTLED = ledger_exceptions.c.settled_by.is_(None)


def count_exceptions(connection: Connection) -> dict[str, int]:
    """How many wait to be counted, by reason."""
    rows = connection.execute(
        select(ledger_exceptions.c.reason, func.count()).where(_UNSETTLED).group_by(ledger_exceptions.c.reason)
    )
    return {reason: count for reason, count in rows}  # noqa: C416 (rows are no pairs to a type checker)


def page_of_exceptions(connection: Connection, page: int) -> tuple[Exceptional, ...]:
    """One page of them, oldest first."""
    rows = connection.execute(
        select(ledger_exceptions).where(_UNSETTLED).order_by(ledger_exceptions.c.id).limit(A_PAGE).offset(offset(page))
    )
    return tuple(
        Exceptional(row.item_id, row.activity, row.units, row.potential_id, row.reason, row.occurred_at) for row in rows
    )


def harvests_through(connection: Connection, day: date) -> tuple[Harvest, ...]:
    """All with a first day up to and with a day, in the order of their days."""
    rows = connection.execute(
        select(harvests).where(harvests.c.harvested_on <= day).order_by(harvests.c.harvested_on, harvests.c.id)
    )
    return tuple(
        Harvest(
            row.id,
            row.potential_id,
            row.unit,
            row.harvested_on,
            row.permanence == "lasting",
            row.hundredths_of_fte,
            row.amount_dkk,
            redact(row.budget_reference),
            row.reverses,
        )
        for row in rows
    )


def closed_months(connection: Connection) -> dict[str, ClosedMonth]:
    """The closed months by their name."""
    rows = connection.execute(select(periods).where(periods.c.closed_at.is_not(None)))
    return {row.period: ClosedMonth(row.entry_count, row.seconds, row.hash, row.closed_at) for row in rows}


def reconciled(connection: Connection) -> Reconciliation:
    """Count every completed item once. Reads all items, so it takes seconds where there are many."""
    counts: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for row in connection.execute(text(_GROUPS)):
        counts[row.what] = counts.get(row.what, 0) + row.items
        if row.what == "reason":
            sentence = Code(row.code).sentence
            reasons[sentence] = reasons.get(sentence, 0) + row.items
    return Reconciliation(
        made_at=connection.execute(select(now_us())).scalar_one(),
        completed=sum(counts.values()),
        with_entries=counts.get("entries", 0),
        listed=counts.get("listed", 0),
        reasons=dict(sorted(reasons.items(), key=lambda each: -each[1])),
        without_potential=counts.get("no potential", 0),
        findings=tuple(reconcile(connection)),
    )


_GROUPS = """
SELECT what, code, count(*) AS items FROM (
  SELECT i.code, CASE
    WHEN EXISTS (SELECT 1 FROM ledger_entries e WHERE e.item_id = i.id AND e.kind = 'saving' AND e.role = 'original'
                 AND e.item_id IS NOT NULL) THEN 'entries'
    WHEN EXISTS (SELECT 1 FROM ledger_exceptions x WHERE x.item_id = i.id) THEN 'listed'
    WHEN i.outcome <> 'by robot' AND i.code IS NOT NULL THEN 'reason'
    WHEN i.potential_id IS NULL THEN 'no potential'
    ELSE 'nothing' END AS what
  FROM items i WHERE i.state = 'completed') AS each_item
GROUP BY what, code
"""
