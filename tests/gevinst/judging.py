"""Runs that somebody started through the door, or a schedule did, and what was said of them."""

from sqlalchemy import Engine

from gevinst.door.audit import record, record_outcome
from gevinst.door.person import Person, Role
from gevinst.opinions import give_opinion
from gevinst.staff import staff_id

POTENTIAL = "P-042"


def begin(engine: Engine, flow_run: str, initials: str) -> None:
    """Somebody asks for a run, and the key they send makes it, or is known and names it."""
    with engine.begin() as connection:
        who = Person(staff_id(connection, initials), initials, frozenset({Role.CASEWORKER}), frozenset())
        asked = record(connection, who, "POST /deployments/{id}/create_flow_run", deployment="d")
        record_outcome(connection, asked, 201, flow_run)


def judge(engine: Engine, flow_run: str, score: int, words: str = "", *, by: str = "") -> None:
    """An opinion of a run that a colleague started; of a schedule's where nobody is named."""
    if by:
        begin(engine, flow_run, by)
    with engine.begin() as connection:
        give_opinion(connection, flow_run, POTENTIAL, score, words)
