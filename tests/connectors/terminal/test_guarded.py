"""Every fault at every step of a guarded write at the terminal: what the host has, and what the item says."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Engine, select

from gevinst.codes import Code
from gevinst.errors import LeaseLost
from gevinst.items.act import Ownership
from gevinst.items.case import Case
from gevinst.items.model import State
from gevinst.store.tables import items, journal
from sandbox.mainframe.server import Running
from sandbox.mainframe.state import Fault, arm, rows
from tests.connectors.terminal.sagsys import Bill, Register, line_to, visiting
from tests.gevinst.core import put, row, run

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The kit knows no database; the core's own tests prove the journal on both."""

COMPLETED = (State.COMPLETED, None)
DOWN, LATER = (State.NEW, Code.SYSTEM_DOWN), (State.NEW, Code.TRY_LATER)
ASK = (State.PENDING, Code.UNCERTAIN_WRITE)
STEPS = {"look": "search ENTER", "prepare": "form ENTER", "write": "confirm PF5", "verify": "search ENTER"}


@dataclass
class FailsAfterwards(Register):
    """A write after which the fault is armed, so that it meets the fresh read."""

    host: Running | None = None
    fault: Fault = Fault.DROP

    def write(self, ownership: Ownership) -> None:
        """Save, then arm."""
        super().write(ownership)
        assert self.host is not None
        arm(self.host.database, self.fault, match=STEPS["verify"])


def state_of(database: Engine, number: int) -> tuple[str, str | None]:
    """What the item says."""
    item = row(database, number)
    return item.state, None if item.state == State.COMPLETED else item.code


def pressed(host: Running) -> int:
    """How often the key that saves came to the host."""
    return [(key["screen"], key["key"]) for key in rows(host.database, "keys")].count(("confirm", "PF5"))


@pytest.mark.parametrize(
    ("fault", "step", "registered", "says"),
    [
        (Fault.DROP, "look", 0, DOWN),
        (Fault.LOCK, "look", 0, DOWN),
        (Fault.SYSTEM_MESSAGE, "look", 0, DOWN),
        (Fault.EXPIRE_SESSION, "look", 0, LATER),
        (Fault.EARLY_UNLOCK, "look", 1, COMPLETED),
        (Fault.DROP, "prepare", 0, DOWN),
        (Fault.LOCK, "prepare", 0, DOWN),
        (Fault.SYSTEM_MESSAGE, "prepare", 0, DOWN),
        (Fault.EXPIRE_SESSION, "prepare", 0, LATER),
        (Fault.EARLY_UNLOCK, "prepare", 1, COMPLETED),
        (Fault.DROP, "write", 0, ASK),
        (Fault.DROP_BEFORE_SAVE, "write", 0, ASK),
        (Fault.DROP_AFTER_SAVE, "write", 1, COMPLETED),
        (Fault.LOCK, "write", 1, COMPLETED),
        (Fault.SYSTEM_MESSAGE, "write", 0, ASK),
        (Fault.EXPIRE_SESSION, "write", 0, ASK),
        (Fault.EARLY_UNLOCK, "write", 1, COMPLETED),
        (Fault.DROP, "verify", 1, ASK),
        (Fault.LOCK, "verify", 1, ASK),
        (Fault.SYSTEM_MESSAGE, "verify", 1, ASK),
        (Fault.EXPIRE_SESSION, "verify", 1, ASK),
        (Fault.EARLY_UNLOCK, "verify", 1, COMPLETED),
    ],
)
def test_registered_once_or_not_and_the_item_says_which(
    database: Engine, host: Running, fault: Fault, step: str, registered: int, says: tuple[State, Code | None]
) -> None:
    """Nothing is registered twice; before the key an item waits or is tried again, after it a person looks first."""
    if step != "verify":
        arm(host.database, fault, match=STEPS[step])

    def work(case: Case) -> None:
        with visiting(line_to(host.port, action_seconds=2)) as visit:
            bill = replace(Bill(), reference=case.item.label)
            act = FailsAfterwards(visit, bill, host=host, fault=fault) if step == "verify" else Register(visit, bill)
            case.guarded(act)

    number = put(database)
    run(database, work, limit=1)
    assert (len(rows(host.database, "registrations")), state_of(database, number)) == (registered, says)
    assert pressed(host) == (1 if step in ("write", "verify") or says == COMPLETED else 0)


def test_what_a_person_must_look_at_is_not_pressed_again(database: Engine, host: Running) -> None:
    """The next run leaves the item to the person."""
    arm(host.database, Fault.DROP_BEFORE_SAVE)

    def work(case: Case) -> None:
        with visiting(line_to(host.port)) as visit:
            case.guarded(Register(visit, replace(Bill(), reference=case.item.label)))

    number = put(database)
    for _ in range(2):
        run(database, work)
    assert (state_of(database, number), pressed(host)) == (ASK, 1)


def test_an_item_that_somebody_else_has_sends_nothing(database: Engine, host: Running) -> None:
    """The lease is lost between the intent and the key: an intent is kept, no key goes out, nothing is registered."""

    class LosesItsLease(Register):
        def write(self, ownership: Ownership) -> None:
            with database.begin() as connection:
                connection.execute(items.update().values(lease_token="somebody else's"))
            super().write(ownership)

    def work(case: Case) -> None:
        with visiting(line_to(host.port)) as visit:
            try:
                case.guarded(LosesItsLease(visit, replace(Bill(), reference=case.item.label)))
            except LeaseLost:
                lost.append(visit.case.is_usable)
                raise

    lost: list[bool] = []
    put(database)
    run(database, work, limit=1)
    assert (lost, pressed(host), rows(host.database, "registrations")) == ([False], 0, [])
    with database.connect() as connection:
        assert [found.kind for found in connection.execute(select(journal))] == ["intent"]
