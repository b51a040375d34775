"""The entries of one potential and month: summed by activity, listed page by page, and whole for a download."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from gevinst.redaction import redact
from gevinst.reports.lines import total
from gevinst.reports.sums import Sums
from gevinst.store.tables import ledger_entries, ledger_notes
from gevinst.web.asking import A_PAGE, offset
from gevinst.web.queries.baselines import Baseline

_entries = ledger_entries.c
_AT_A_TIME = 1_000


@dataclass(frozen=True)
class Cell:
    """Which entries: a potential's in a month, in one unit and of one activity where these are named."""

    potential: str
    month: str
    unit: str = ""
    activity: str = ""

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """As the index of months and potentials finds them."""
        found = [_entries.period == self.month, _entries.potential_id == self.potential]
        if self.unit:
            found.append(_entries.unit == self.unit)
        if self.activity:
            found.append(_entries.activity == self.activity)
        return tuple(found)


@dataclass(frozen=True)
class Activity:
    """An activity's entries put together. `baselines` are those they were counted by."""

    name: str
    count: int
    units: int
    sums: Sums
    baselines: tuple[Baseline, ...]


@dataclass(frozen=True)
class Entry:
    """One entry as a list shows it.

    Attributes:
        source_key: The line's own name in the list it came from; empty where it comes from an item.
        baseline: What its seconds were counted by; None for people's time and costs.
        is_provisional: A saving whose baseline isn't approved by both.
        is_estimated: Time of people that nobody told.
        reversed_by: The entry that takes it back.
        note: Its evidence or reason.
    """

    id: int
    kind: str
    role: str
    potential_id: str
    unit: str
    month: str
    item_id: int | None
    source_key: str
    activity: str
    units: int
    seconds: int
    amount_ore: int
    baseline: Baseline | None
    is_provisional: bool
    is_estimated: bool
    occurred_at: int
    recorded_at: int
    flow_run: str
    reverses: int | None
    replaces: int | None
    reversed_by: int | None
    note: str


def activities(connection: Connection, cell: Cell, baselines: Mapping[int, Baseline]) -> tuple[Activity, ...]:
    """A cell by activity, largest first."""
    estimated = case((_entries.source == "estimate", 1), else_=0).label("estimated")
    keys = (_entries.activity, _entries.kind, _entries.baseline_id)
    rows = connection.execute(
        select(
            *keys,
            estimated,
            func.count().label("entries"),
            func.sum(case((_entries.role == "reversal", -_entries.units), else_=_entries.units)).label("units"),
            func.sum(_entries.seconds).label("seconds"),
            func.coalesce(func.sum(_entries.amount_ore), 0).label("ore"),
        )
        .where(*cell.conditions)
        .group_by(*keys, "estimated")
    )
    by_name: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        by_name[row.activity].append(row)
    found = [
        Activity(
            name,
            sum(row.entries for row in mine),
            int(sum(row.units for row in mine)),
            total(_sums(row, baselines) for row in mine),
            tuple(each for number, each in baselines.items() if number in {row.baseline_id for row in mine}),
        )
        for name, mine in by_name.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.sums.net_seconds, each.name)))


def _sums(row: Row[Any], baselines: Mapping[int, Baseline]) -> Sums:
    seconds, ore = int(row.seconds), int(row.ore)
    if row.kind == "human time":
        return Sums(human_seconds=seconds, human_estimated_seconds=seconds if row.estimated else 0)
    if row.kind == "cost":
        return Sums(cost_seconds=seconds, cost_ore=ore)
    if _is_approved(row, baselines):
        return Sums(gross_seconds=seconds)
    return Sums(provisional_seconds=seconds)


def _is_approved(row: Row[Any], baselines: Mapping[int, Baseline]) -> bool:
    baseline = baselines.get(row.baseline_id)
    return baseline is not None and baseline.is_approved


def page_of_entries(
    connection: Connection, cell: Cell, baselines: Mapping[int, Baseline], page: int
) -> tuple[Entry, ...]:
    """One page of a cell's entries, in the order they were written."""
    statement = select(ledger_entries).where(*cell.conditions).order_by(_entries.id).limit(A_PAGE).offset(offset(page))
    return as_entries(connection, connection.execute(statement).all(), baselines)


def all_entries(connection: Connection, cell: Cell, baselines: Mapping[int, Baseline]) -> Iterator[Entry]:
    """All of a cell's entries, read as they are used."""
    last = 0
    while True:
        statement = select(ledger_entries).where(*cell.conditions, _entries.id > last)
        rows = connection.execute(statement.order_by(_entries.id).limit(_AT_A_TIME)).all()
        yield from as_entries(connection, rows, baselines)
        if len(rows) < _AT_A_TIME:
            return
        last = rows[-1].id


def as_entries(
    connection: Connection, rows: Sequence[Row[Any]], baselines: Mapping[int, Baseline]
) -> tuple[Entry, ...]:
    """Rows of the ledger with what took them back, and what is noted beside them."""
    numbers = [row.id for row in rows]
    taken_back = {
        row.reverses: row.id
        for row in connection.execute(
            select(_entries.id, _entries.reverses).where(_entries.reverses.is_not(None), _entries.reverses.in_(numbers))
        )
    }
    notes = {
        row.entry_id: row.reason
        for row in connection.execute(
            select(ledger_notes.c.entry_id, ledger_notes.c.reason).where(ledger_notes.c.entry_id.in_(numbers))
        )
    }
    return tuple(
        Entry(
            id=row.id,
            kind=row.kind,
            role=row.role,
            potential_id=row.potential_id,
            unit=row.unit,
            month=row.period,
            item_id=row.item_id,
            source_key=redact(row.source_key or "") if row.item_id is None else "",
            activity=row.activity,
            units=row.units,
            seconds=row.seconds,
            amount_ore=row.amount_ore or 0,
            baseline=baselines.get(row.baseline_id),
            is_provisional=row.kind == "saving" and not _is_approved(row, baselines),
            is_estimated=row.source == "estimate",
            occurred_at=row.occurred_at,
            recorded_at=row.recorded_at,
            flow_run=row.flow_run or "",
            reverses=row.reverses,
            replaces=row.replaces,
            reversed_by=taken_back.get(row.id),
            note=redact(notes.get(row.id, "")),
        )
        for row in rows
    )
