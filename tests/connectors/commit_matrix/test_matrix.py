"""The table, cell by cell: what the system holds and what the item says, with the fence and, where a page has none, without."""

import itertools
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from connectors.browser.visit import Visit
from gevinst.codes import Code
from gevinst.errors import ConfigurationError
from gevinst.items.act import Look, Ownership
from gevinst.items.case import Case
from gevinst.items.model import State
from gevinst.settings import ROOT
from sandbox.web.faults import Fault
from tests.connectors.browser.test_session import process_of
from tests.connectors.commit_matrix.systems import System, running_system
from tests.connectors.commit_matrix.table import KILLED, TABLE, Cell, End, Row, Step, as_markdown
from tests.gevinst.core import put, row, run
from tests.thoroughness import EVERY_MOMENT

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The connectors know no database; the core's own tests prove the journal on both."""

MANY = 99
"""For what lasts: a search that doesn't filter does so each time."""
LASTING = (Fault.SEARCH_IGNORES, Fault.MFA, Fault.CHANGED_LABEL)


def cells() -> Iterator[object]:
    """Each cell, on each system it is for; outside `make chaos` one a fault: at the write, if it strikes there at all."""
    for line in TABLE:
        tried = list(line.cells) if EVERY_MOMENT else [max(line.cells, key=lambda step: step is Step.WRITE)]
        for system, step in itertools.product(line.systems, tried):
            way = "" if line.fenced else "-unfenced"
            yield pytest.param(system, line, step, line.cells[step], id=f"{system}-{line.fault}-{step}{way}")


@dataclass
class Struck:
    """An act during one step of which the fault strikes."""

    act: Any
    system: System
    visit: Visit
    line: Row
    step: Step
    written: bool = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.act, name)

    def look(self) -> Look[Any]:
        """Before the write, and after it."""
        self._strike(Step.VERIFY if self.written else Step.LOOK)
        return self.act.look()

    def prepare(self) -> None:
        """Open and fill."""
        self._strike(Step.PREPARE)
        self.act.prepare()

    def write(self, ownership: Ownership) -> None:
        """The click; the browser dies at the very moment the request would leave."""
        self.written = True

        def asked() -> None:
            ownership()
            if self.line.fault == KILLED:
                self._strike(Step.WRITE)

        if self.line.fault != KILLED:
            self._strike(Step.WRITE)
        self.act.write(asked)

    def _strike(self, step: Step) -> None:
        if step is not self.step:
            return
        if isinstance(self.line.fault, Fault):
            times = MANY if self.line.fault in LASTING else 1
            self.system.running.arm(
                self.line.fault, times=times, match=self.system.verifies if step is Step.VERIFY else ""
            )
        else:
            os.kill(process_of(self.visit.case), signal.SIGKILL)


@pytest.fixture
def system(request: pytest.FixtureRequest, house: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """It runs, and the machine knows it."""
    with running_system(request.param, house, monkeypatch) as running:
        yield running


@ON_SQLITE
@pytest.mark.parametrize(("system", "line", "step", "cell"), list(cells()), indirect=["system"])
def test_a_fault_ends_as_the_table_says(
    database: Engine, system: System, line: Row, step: Step, cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is registered twice through the fence; what isn't proven goes to a person, and isn't written again."""
    if not line.fenced:
        monkeypatch.setattr(system.page, "unfenced", "it signs in by Negotiate")

    def work(case: Case) -> None:
        with system.visit() as visit:
            case.guarded(Struck(system.act(visit, case.item.label), system, visit, line, step))

    number = put(database)
    with suppress(ConfigurationError):  # ends the run, with one sentence for an administrator
        run(database, work)
    assert end_of(row(database, number)) == cell.end
    assert system.registered() in cell.registered


@pytest.mark.parametrize("system", ["pension", "finance"], indirect=True)
def test_a_lost_lease_sends_nothing(system: System) -> None:
    """The fence asks whose the item is at the last moment."""
    with system.visit() as visit:
        act = system.act(visit, "GEV-1")
        act.prepare()

        def lost() -> None:
            raise TimeoutError

        with pytest.raises(TimeoutError):
            act.write(lost)
    assert system.registered() == 0


def end_of(item: Any) -> End:
    """In the table's words."""
    if item.code == Code.UNCERTAIN_WRITE:
        return End.UNCERTAIN
    return {State.COMPLETED: End.DONE, State.NEW: End.LATER, State.FAILED: End.FAILED}[State(item.state)]


def test_the_page_shows_the_table() -> None:
    """What operations read is what is tested."""
    assert as_markdown() in (ROOT / "docs" / "browser-faults.md").read_text(encoding="utf-8")
