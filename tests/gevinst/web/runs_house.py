"""Our pages about runs behind the door, on an orchestrator in memory that two units have deployments in."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.types import Receive, Scope, Send

from gevinst.door.mount import Mount
from gevinst.door.orchestrator import Declined, Limits, Note, Order, RunLine, RunPage, RunState, Startable
from gevinst.door.person import Person
from gevinst.store.clock import host_now_us
from gevinst.web.app import create_app_behind_door

UNIT = "Pension og Ydelser"
TITLE = "Helbredstillæg: prisoverslag og regninger"
CASES, FORM, THEIRS = "10", "11", "20"
"""The numbers of the deployments: one started from the page, one with a form of its own, one of another unit."""


@dataclass
class Orchestrated:
    """What is there, and what was asked for. `silent` makes it answer nobody."""

    runs: dict[str, RunPage] = field(default_factory=dict)
    orders: list[tuple[str, Order]] = field(default_factory=list)
    silent: bool = False

    def startable(self, person: Person) -> Sequence[Startable]:
        """Both deployments of the unit, for who is in it."""
        self._answer()
        if not person.may_start(frozenset({UNIT})):
            return ()
        return (
            Startable(CASES, TITLE, "Registrerer prisoverslag.", Limits(1, 500, 200), 1_795_852_800_000_000, "/v2/x"),
            Startable(FORM, "Besvar en sag", "Svar på et spørgsmål.", None, None, f"/v2/deployments/{FORM}/run"),
        )

    def start(self, person: Person, order: Order) -> str:
        """A new run, or the one its key made."""
        self._answer()
        if order.deployment != CASES or not person.may_start(frozenset({UNIT})):
            raise Declined("", 404)
        known = [each.key for _, each in self.orders]
        self.orders.append((person.initials, order))
        if order.key not in known:
            self.add(f"run-{len(set(known)) + 1}", RunState.WAITING, is_dry=order.is_dry, most=order.most)
        return f"run-{len({each.key for _, each in self.orders})}"

    def latest(self, person: Person, most: int) -> Sequence[RunLine]:
        """Those of the unit."""
        self._answer()
        return [each.line for each in self.runs.values()][:most] if person.may_start(frozenset({UNIT})) else []

    def run(self, person: Person, run: str) -> RunPage:
        """One of the unit's."""
        self._answer()
        if run not in self.runs or not person.may_start(frozenset({UNIT})):
            raise Declined("", 404)
        return self.runs[run]

    def add(self, number: str, state: RunState, *, is_dry: bool | None = False, most: int | None = 200) -> None:
        """A run that began a minute ago."""
        began = host_now_us() - 60_000_000
        ended = began + 30_000_000 if state.is_over else None
        line = RunLine(number, TITLE, state, began, ended, is_scheduled=True, is_dry=is_dry, most=most)
        self.runs[number] = RunPage(line, frozenset({UNIT, "P-042"}), "", (), f"/v2/runs/flow-run/{number}")

    def change(self, number: str, **changes: object) -> None:
        """Something of a run's page is otherwise."""
        self.runs[number] = replace(self.runs[number], **changes)  # type: ignore[arg-type]

    def leave(self, number: str, *notes: Note) -> None:
        """What a run left to be read."""
        self.change(number, notes=notes)

    def _answer(self) -> None:
        if self.silent:
            raise Declined("Prefect svarer ikke. Prøv igen om lidt.", 503)

    def app(self, engine: Engine) -> Starlette:
        """Our pages, with this behind them."""
        mount = Mount(_nothing, ("/v2",), _running, "", ("/v2/deployments", "Prefect"), self)
        return create_app_behind_door(engine, (mount,))


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """The orchestrator's own pages are another's to test."""


@asynccontextmanager
async def _running() -> AsyncIterator[None]:
    yield
