"""What the sample says of a period: how many were drawn and checked, what was wrong, and what that means for all.

What was found and put right is in the ledger, and so in net. What the same share would be over all completed items is an
estimate (*skønnet*): it stands on a line of its own and is never part of net.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, and_, func, literal_column, select

from gevinst.items.model import Outcome
from gevinst.items.own import OWN_ERRANDS
from gevinst.ledger.periods import month_instants
from gevinst.sampling.interval import wilson
from gevinst.sampling.words import LAPSED, ErrorKind, Result, Why
from gevinst.store.tables import items, ledger_entries, sample_checks, samples

FEWEST = 30
"""Checks by lot below which no share is told: even without a single error the true share could be more than a tenth."""


@dataclass(frozen=True)
class SampleLine:
    """One queue and potential, or several together, for what the robot completed in a period.

    A share rests only on items that were drawn by lot and whose check came to something: those that a quiet queue gives
    once a month had a better chance than others. The errors found in them count as found, and their time is posted.

    Attributes:
        queue: The queue; empty for several together.
        potential_id: The potential; None where the queue has none, or for several together.
        completed: What the robot completed.
        drawn: What of it came into the sample.
        by_lot: What of that was drawn by lot; the rest are those of quiet queues.
        results: How many checks came to what.
        lapsed: Drawn, and not checked in time.
        errors: How many errors of each kind were found.
        lots_decided: Drawn by lot, and checked with an answer other than `kan ikke afgøres`.
        lots_wrong: Those of them with an error.
        rework_seconds: What it took to put right what was found, as it stands in the ledger, whatever the month.
        rework_estimated_seconds: The part of it for which nobody said how long it took.
        lots_rework_seconds: The part of it that is of items drawn by lot.
    """

    queue: str = ""
    potential_id: str | None = None
    completed: int = 0
    drawn: int = 0
    by_lot: int = 0
    results: Mapping[Result, int] = field(default_factory=dict)
    lapsed: int = 0
    errors: Mapping[ErrorKind, int] = field(default_factory=dict)
    lots_decided: int = 0
    lots_wrong: int = 0
    rework_seconds: int = 0
    rework_estimated_seconds: int = 0
    lots_rework_seconds: int = 0

    @property
    def checked(self) -> int:
        """How many were checked, whatever was found."""
        return sum(self.results.values())

    @property
    def waiting(self) -> int:
        """How many wait to be checked."""
        return self.drawn - self.checked - self.lapsed

    @property
    def wrong(self) -> int:
        """How many errors were found."""
        return sum(self.errors.values())

    @property
    def is_enough(self) -> bool:
        """Whether there are checks enough to tell a share."""
        return self.lots_decided >= FEWEST

    @property
    def share(self) -> Fraction | None:
        """The share of errors; None where the sample is too small to say anything."""
        return Fraction(self.lots_wrong, self.lots_decided) if self.is_enough else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one lies, at 95 %; None where the sample is too small to say anything."""
        return wilson(self.lots_wrong, self.lots_decided) if self.is_enough else None

    @property
    def estimated_wrong(self) -> Fraction | None:
        """How many of all completed would be wrong at that share (*skønnet*); never part of any sum."""
        return None if self.share is None else self.share * self.completed

    @property
    def estimated_rework_seconds(self) -> Fraction | None:
        """What it would take to put all of those right (*skønnet*); never part of net."""
        return Fraction(self.lots_rework_seconds * self.completed, self.lots_decided) if self.is_enough else None


@dataclass(frozen=True)
class SampleFigures:
    """The sample of a span of months.

    Attributes:
        first, last: The months, as `YYYY-MM`.
        lines: One for each queue and potential of which the robot completed anything, by queue.
        posted_seconds: The rework the ledger holds in these months, by potential: a part of human time, and so of net. It
            is another sum than the lines', since an error is often found in a later month than it was made in.
    """

    first: str
    last: str
    lines: tuple[SampleLine, ...]
    posted_seconds: Mapping[str, int]

    @property
    def total(self) -> SampleLine:
        """All queues together."""
        return add_up(self.lines)

    @property
    def estimated_wrong(self) -> Fraction | None:
        """How many of all completed would be wrong (*skønnet*), each queue by its own share; None unless each can tell."""
        return _sum_of(line.estimated_wrong for line in self.lines)

    @property
    def estimated_rework_seconds(self) -> Fraction | None:
        """What it would take to put those right (*skønnet*); never part of net."""
        return _sum_of(line.estimated_rework_seconds for line in self.lines)


def sample_figures(connection: Connection, first: str, last: str) -> SampleFigures:
    """The sample of what the robot completed from the month `first` up to and with `last` (`YYYY-MM`, Copenhagen)."""
    begins, ends = month_instants(first, last)
    within = (
        _BY_ROBOT,
        items.c.queue.not_in(OWN_ERRANDS),
        items.c.finished_at >= begins,
        items.c.finished_at < ends,
    )
    place = (items.c.queue, items.c.potential_id)
    drawn: dict[tuple[str, str | None], list[Any]] = defaultdict(list)
    said = (samples.c.why, sample_checks.c.result, sample_checks.c.error)
    statement = select(*place, *said, _STANDING.label("seconds"), _ENTRY.c.source).select_from(_SAMPLED).where(*within)
    for row in connection.execute(statement):
        drawn[row.queue, row.potential_id].append(row)
    completed = connection.execute(select(*place, func.count().label("completed")).where(*within).group_by(*place))
    lines = [
        _line(row.queue, row.potential_id, row.completed, drawn.get((row.queue, row.potential_id), ()))
        for row in completed
    ]
    lines.sort(key=lambda line: (line.queue, line.potential_id or ""))
    return SampleFigures(first, last, tuple(lines), _posted(connection, first, last))


def add_up(lines: Iterable[SampleLine]) -> SampleLine:
    """Several lines as one."""
    found = list(lines)
    results: Counter[Result] = Counter()
    errors: Counter[ErrorKind] = Counter()
    for line in found:
        results.update(line.results)
        errors.update(line.errors)
    summed = (
        *("completed", "drawn", "by_lot", "lapsed", "lots_decided", "lots_wrong"),
        *("rework_seconds", "rework_estimated_seconds", "lots_rework_seconds"),
    )
    return SampleLine(
        results=dict(results),
        errors=dict(errors),
        **{name: sum(getattr(line, name) for line in found) for name in summed},
    )


def _sum_of(parts: Iterable[Fraction | None]) -> Fraction | None:
    found = list(parts)
    return None if None in found else sum(filter(None, found), Fraction(0))


def _posted(connection: Connection, first: str, last: str) -> dict[str, int]:
    """By the months of the ledger; a reversal counts in its own."""
    found: Counter[str] = Counter()
    rows = connection.execute(
        select(_ENTRY.c.potential_id, _ENTRY.c.seconds, _ENTRY.c.period)
        .add_columns(_REVERSAL.c.seconds.label("back"), _REVERSAL.c.period.label("back_in"))
        .select_from(sample_checks.join(_ENTRY, _IS_REWORK).outerjoin(_REVERSAL, _IS_BACK))
    )
    for row in rows:
        found[row.potential_id] += int(row.seconds) if first <= row.period <= last else 0
        found[row.potential_id] += int(row.back) if row.back_in and first <= row.back_in <= last else 0
    return {potential: seconds for potential, seconds in sorted(found.items()) if seconds}


_ENTRY, _REVERSAL = ledger_entries.alias(), ledger_entries.alias()
# Written out: a partial index is used only where the statement shows that it applies.
_BY_ROBOT = items.c.outcome == literal_column(f"'{Outcome.BY_ROBOT}'")
_IS_REWORK = and_(
    _ENTRY.c.kind == literal_column("'human time'"),
    _ENTRY.c.role == literal_column("'original'"),
    _ENTRY.c.item_id == sample_checks.c.item_id,
    _ENTRY.c.question_id == sample_checks.c.question_id,
)
_IS_BACK = and_(_REVERSAL.c.reverses.is_not(None), _REVERSAL.c.reverses == _ENTRY.c.id)
_STANDING = func.coalesce(_ENTRY.c.seconds, 0) + func.coalesce(_REVERSAL.c.seconds, 0)
_SAMPLED = (
    items.join(samples, samples.c.item_id == items.c.id)
    .outerjoin(sample_checks, sample_checks.c.item_id == items.c.id)
    .outerjoin(_ENTRY, _IS_REWORK)
    .outerjoin(_REVERSAL, _IS_BACK)
)


def _line(queue: str, potential_id: str | None, completed: int, drawn: Iterable[Row[Any]]) -> SampleLine:
    rows = list(drawn)
    lots = [row for row in rows if row.why == Why.CHANCE]
    checked = [row for row in rows if row.result not in (None, LAPSED)]
    decided = [row for row in lots if row.result not in (None, LAPSED, Result.UNDECIDED)]
    return SampleLine(
        queue=queue,
        potential_id=potential_id,
        completed=completed,
        drawn=len(rows),
        by_lot=len(lots),
        results=dict(Counter(Result(row.result) for row in checked)),
        lapsed=sum(row.result == LAPSED for row in rows),
        errors=dict(Counter(ErrorKind(row.error) for row in checked if Result(row.result).is_error)),
        lots_decided=len(decided),
        lots_wrong=sum(Result(row.result).is_error for row in decided),
        rework_seconds=sum(int(row.seconds) for row in rows),
        rework_estimated_seconds=sum(int(row.seconds) for row in rows if row.source == "estimate"),
        lots_rework_seconds=sum(int(row.seconds) for row in lots),
    )
