"""Entries that no robot made: savings by self-service, a chatbot or a changed process, and what the work itself costs.

The same rules as for the robot's: a saving is a volume times the baseline of its day, nothing is changed afterwards, and
what comes again under its key is posted once. Beside each entry, outside the hash, stands its evidence and who answers for it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection, insert, select

from gevinst.ledger.periods import hold_open, month_of_day
from gevinst.ledger.posting import CannotPost, counting
from gevinst.potentials.terms import Terms, terms_on
from gevinst.staff import staff_id
from gevinst.store.clock import noon, now_us
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
    # First, so that no new baseline comes between the look and the entry.
    period = hold_open(connection, month_of_day(saving.day))
    terms = terms_on(connection, saving.potential_id, saving.day)
    terms, baseline = counting(terms, saving.activity, noon(saving.day))
    counted = {"seconds": baseline.seconds_per_case * saving.units, "baseline_id": baseline.id}
    said = {"kind": "saving", "units": saving.units}
    return _post(connection, saving, said, {**_place(terms, SAVING, period), **counted})


def post_cost(connection: Connection, cost: Cost) -> Posted:
    """Post what was spent; a potential may cost before it is in operation, and after.

    Raises:
        CannotPost: The potential isn't known.
    """
    terms = terms_on(connection, cost.potential_id, cost.day)
    if terms is None:
        raise CannotPost("no potential", noon(cost.day))
    said = {"kind": "cost", "units": 1, "seconds": cost.seconds, "amount_ore": cost.amount_ore}
    return _post(connection, cost, said, _place(terms, COST, hold_open(connection, month_of_day(cost.day))))


def _place(terms: Terms, source: str, period: str) -> dict[str, object]:
    return {"source": source, "unit": terms.unit, "potential_kind": terms.kind, "period": period}


def _post(
    connection: Connection, line: HandSaving | Cost, said: dict[str, object], derived: dict[str, object]
) -> Posted:
    """Write the entry, unless its key is known; then the line must say the same as it did, whatever would be derived now."""
    said |= {"potential_id": line.potential_id, "activity": line.activity, "occurred_at": noon(line.day)}
    known = connection.execute(
        select(ledger_entries).where(
            ledger_entries.c.source == derived["source"],
            ledger_entries.c.source_key == line.key,
            ledger_entries.c.item_id.is_(None),
            ledger_entries.c.role == "original",
        )
    ).one_or_none()
    if known is not None:
        return "known" if all(getattr(known, name) == value for name, value in said.items()) else "other"
    number = connection.execute(
        insert(ledger_entries)
        .values(**said, **derived, role="original", source_key=line.key, recorded_at=now_us())
        .returning(ledger_entries.c.id)
    ).scalar_one()
    who = staff_id(connection, line.evidence.responsible)
    connection.execute(insert(ledger_notes).values(entry_id=number, reason=line.evidence.text, staff_id=who))
    return "new"
