"""What held for a potential on a day: all that its entries copy, read in one look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Date, Text, and_, bindparam, or_, select
from sqlalchemy.exc import MultipleResultsFound

from gevinst.potentials.potential import Phase
from gevinst.store.tables import baselines, potential_phases, potentials


@dataclass(frozen=True)
class Baseline:
    """Seconds a person uses on one activity, and the version that says so."""

    id: int
    seconds_per_case: int


@dataclass(frozen=True)
class Terms:
    """A potential's unit and kind as they are registered; its phase and its baselines, by activity, on the day."""

    unit: str
    kind: str
    phase: Phase | None
    baselines: Mapping[str, Baseline]


def terms_on(connection: Connection, potential_id: str, day: date) -> Terms | None:
    """The potential's terms on a calendar day; None when it isn't in the register.

    Raises:
        MultipleResultsFound: When two baselines of one activity hold on the day; nothing is guessed.
    """
    rows = connection.execute(_TERMS, {"of_potential": potential_id, "on_day": day}).all()
    if not rows:
        return None
    found = {row.activity: Baseline(row.id, row.seconds_per_case) for row in rows if row.id is not None}
    if len(found) < len(rows) and rows[0].id is not None:
        raise MultipleResultsFound(f"{potential_id} has two baselines of one activity on {day}")
    return Terms(rows[0].unit, rows[0].kind, Phase(rows[0].phase) if rows[0].phase else None, found)


_POTENTIAL = bindparam("of_potential", type_=Text)
_DAY = bindparam("on_day", type_=Date)
_PHASE = (
    select(potential_phases.c.phase)
    .where(potential_phases.c.potential_id == _POTENTIAL, potential_phases.c.valid_from <= _DAY)
    .order_by(potential_phases.c.valid_from.desc())
    .limit(1)
    .scalar_subquery()
)
_HOLDS = and_(
    baselines.c.potential_id == potentials.c.id,
    baselines.c.valid_from <= _DAY,
    or_(baselines.c.valid_to.is_(None), baselines.c.valid_to >= _DAY),
)
_TERMS = (
    select(potentials.c.unit, potentials.c.kind, _PHASE.label("phase"))
    .add_columns(baselines.c.id, baselines.c.activity, baselines.c.seconds_per_case)
    .select_from(potentials.outerjoin(baselines, _HOLDS))
    .where(potentials.c.id == _POTENTIAL)
)
