"""What the core's tests share: one queue with an approved potential, and an outside system in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Engine, select

from gevinst.items.act import Look, Ownership
from gevinst.items.loop import Run
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.history import Author
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.store.tables import items, ledger_entries

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For what only one of the two databases has."""

OFFICE = Author("PRO", "a test")

QUEUE = Queue("helbredstillaeg", "P-042", systems=("pension", "mail"))


def register_potential(engine: Engine, *, activities: tuple[str, ...] = ("read", "register")) -> None:
    """An illustrative potential in operation since 2023, each activity at 60 seconds, approved by two."""
    with engine.begin() as connection:
        put_potential(
            connection,
            Potential(
                id="P-042",
                title="Helbredstillæg",
                unit="Pension og Ydelser",
                owner="leder",
                digital_agent="agent",
                kind="robot",
                phases=((date(2023, 1, 1), Phase.IN_OPERATION),),
            ),
            OFFICE,
        )
        for activity in activities:
            number = add_baseline(
                connection, Measurement("P-042", activity, 60, Method.STOPWATCH, "MÅL", date(2023, 1, 1), 30)
            )
            approve(connection, number, role=ApproverRole.UNIT_LEADER, approved_by="LED")
            approve(connection, number, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")


def put(engine: Engine, reference: str = "abc", **values: object) -> int:
    """Put one item in and return its number."""
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
        number = put_in(connection, QUEUE, reference=reference, content_hash="c", payload=dict(values))
    assert number is not None
    return number


def run(engine: Engine, work: Callable[..., None], *, limit: int | None = None) -> Run:
    """Work through the queue as a flow does, and return the run with its tally."""
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
    turn = Run(engine, QUEUE, flow_run="run-1", limit=limit)
    for case in turn:
        with case:
            work(case)
    return turn


def row(engine: Engine, number: int):  # noqa: ANN201 (a row of whatever the table holds)
    """The item's row as it stands."""
    with engine.connect() as connection:
        return connection.execute(select(items).where(items.c.id == number)).one()


def entries(engine: Engine):  # noqa: ANN201
    """All entries of the ledger, oldest first."""
    with engine.connect() as connection:
        return connection.execute(select(ledger_entries).order_by(ledger_entries.c.id)).all()


class Receipt(BaseModel):
    """What the outside system shows."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str = ""


@dataclass
class OutsideSystem:
    """A system that keeps what was written, and can be told to fail around a write."""

    traces: list[str] = field(default_factory=list)
    before_write: Callable[[], None] = lambda: None
    after_write: Callable[[], None] = lambda: None
    on_look: Callable[[], None] = lambda: None


@dataclass
class Register:
    """An act on it, carrying one item's number."""

    outside: OutsideSystem
    label: str
    name: str = "register"
    key: str = "document"
    system: str = "pension"
    deadline: timedelta = timedelta(seconds=20)
    receipt_type: type[Receipt] = Receipt

    def look(self) -> Look[Receipt]:
        """Every trace with our number."""
        self.outside.on_look()
        found = tuple(Receipt(number=f"HT-{i}") for i, who in enumerate(self.outside.traces) if who == self.label)
        return Look(ours=found)

    def prepare(self) -> None:
        """Nothing to fill in here."""

    def write(self, ownership: Ownership) -> None:
        """One write, behind the fence."""
        self.outside.before_write()
        ownership()
        self.outside.traces.append(self.label)
        self.outside.after_write()
