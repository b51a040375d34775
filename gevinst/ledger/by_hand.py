"""Entries that no robot made: savings by self-service, a chatbot or a changed process, and what the work itself costs.

The same rules as for the robot's: a saving is a volume times the baseline of its day, nothing is changed afterwards, and
what comes again under its key is posted once. Beside each entry, outside the hash, stands its evidence and who answers for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select

from gevinst.ledger.periods import hold_open, month_of_day
from gevinst.ledger.posting import CannotPost
from gevinst.potentials.potential import Phase
from gevinst.potentials.terms import Terms, terms_on
from gevinst.settings import settings
from gevinst.staff import staff_id
from gevinst.store.clock import from_datetime, now_us
from gevinst.store.tables import ledger_entries, ledger_notes

SAVING, COST = "by hand", "cost"
"""The sources under whose keys such entries stand."""


@dataclass(frozen=True)
class Evidence:
    """What an entry rests on, and who answers for it."""

    text: str
    responsible: str


@dataclass(frozen=True)
class HandSaving:
    """A volume of one activity, saved in the month of `day`; `key` is the line's own name in the list it comes from."""

    key: str
    potential_id: str
    activity: str
    day: date
    units: int
    evidence: Evidence


@dataclass(frozen=True)
class Cost:
    """What was spent on a potential: hours as seconds, money as øre. The activity says what for, such as `development`."""

    key: str
    potential_id: str
    activity: str
    day: date
    seconds: int
    amount_ore: int
    evidence: Evidence


Posted = Literal["new", "known", "other"]
"""`other`: the key is posted already with other figures, and nothing was written."""


def post_by_hand(connection: Connection, saving: HandSaving) -> Posted:
    """Post a saving by the baseline of its day.

    Raises:
        CannotPost: The potential isn't known or in operation on the day, or the activity has no baseline then.
    """
    hold_open(
        connection, month_of_day(saving.day)
    )  # first, so that no new baseline comes between the look and the entry
    terms = terms_on(connection, saving.potential_id, saving.day)
    instant = _noon(saving.day)
    if terms is None:
        raise CannotPost("no potential", instant)
    if terms.phase is not Phase.IN_OPERATION:
        raise CannotPost("not in operation", instant)
    baseline = terms.baselines.get(saving.activity)
    if baseline is None:
        raise CannotPost("no baseline", instant)
    figures = {
        "kind": "saving",
        "units": saving.units,
        "seconds": baseline.seconds_per_case * saving.units,
        "baseline_id": baseline.id,
    }
    return _post(connection, saving, terms, SAVING, figures)


def post_cost(connection: Connection, cost: Cost) -> Posted:
    """Post what was spent; a potential may cost before it is in operation, and after.

    Raises:
        CannotPost: The potential isn't known.
    """
    terms = terms_on(connection, cost.potential_id, cost.day)
    if terms is None:
        raise CannotPost("no potential", _noon(cost.day))
    figures = {"kind": "cost", "units": 1, "seconds": cost.seconds, "amount_ore": cost.amount_ore, "baseline_id": None}
    return _post(connection, cost, terms, COST, figures)


def _post(
    connection: Connection, line: HandSaving | Cost, terms: Terms, source: str, figures: dict[str, object]
) -> Posted:
    wanted = figures | {
        "potential_id": line.potential_id,
        "activity": line.activity,
        "occurred_at": _noon(line.day),
    }
    known = connection.execute(
        select(ledger_entries).where(
            ledger_entries.c.source == source,
            ledger_entries.c.source_key == line.key,
            ledger_entries.c.item_id.is_(None),
            ledger_entries.c.role == "original",
        )
    ).one_or_none()
    if known is not None:
        same = wanted.keys() - {"seconds", "baseline_id"} if source == SAVING else wanted.keys()
        return "known" if all(getattr(known, name) == wanted[name] for name in same) else "other"
    number = connection.execute(
        insert(ledger_entries)
        .values(
            **wanted,
            role="original",
            source=source,
            source_key=line.key,
            unit=terms.unit,
            potential_kind=terms.kind,
            recorded_at=now_us(),
            period=hold_open(connection, month_of_day(line.day)),
        )
        .returning(ledger_entries.c.id)
    ).scalar_one()
    who = staff_id(connection, line.evidence.responsible)
    connection.execute(insert(ledger_notes).values(entry_id=number, reason=line.evidence.text, staff_id=who))
    return "new"


def _noon(day: date) -> int:
    return from_datetime(datetime.combine(day, time(12), ZoneInfo(settings().timezone)))
