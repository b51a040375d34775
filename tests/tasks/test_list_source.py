"""A process whose cases are the rows of a system's own list: the invoices that wait for their coding, read in a browser."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from prefect import flow
from sqlalchemy import Engine

from connectors.finance.acts import BookInvoice, VoucherReceipt
from connectors.finance.model import WaitingInvoice
from connectors.finance.session import open_finance
from gevinst.codes import Code
from gevinst.items.case import case_in_hand
from gevinst.items.model import State
from gevinst.items.queues import Queue
from gevinst.store import clock
from gevinst.store.tables import items
from sandbox.erp.server import Both
from tasks.forms import RunForm, RunKind
from tasks.list_source import ListSource, Row
from tasks.mail_item import Frozen
from tasks.running import case_run
from tasks.step import step
from tests.connectors.finance.samples import coding_of, waiting
from tests.finance import running_finance
from tests.gevinst.core import register_potential
from tests.orchestrator import Ran, run_flow
from tests.thoroughness import by_chaos

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

MINE = 3


class InvoicePayload(Frozen):
    """Which invoice an item is about."""

    number: str
    cvr: str
    amount: Decimal


QUEUE = Queue("kontering", potential_id="P-042", systems=("finance",), payload=InvoicePayload)


@dataclass
class Listed:
    """The finance system's list, of which this process does the first few."""

    finance: Both

    def read(self) -> Iterator[Row]:
        """By the list itself; what the process does not do, it leaves there."""
        with open_finance(read_only=True) as finance:
            found = [row for row in finance.waiting() if row in self._mine()]
        for row in found:
            payload = InvoicePayload(number=row.number, cvr=row.cvr, amount=row.amount)
            yield Row(
                f"{row.cvr}\0{row.number}",
                payload,
                due_at=clock.noon(row.due),
            )

    def book(self) -> None:
        """The one step."""
        self._book()

    def _mine(self) -> list[WaitingInvoice]:
        return [waiting(self.finance, place) for place in range(MINE)]

    @step("Bogfør fakturaen")
    def _book(self) -> VoucherReceipt:
        case = case_in_hand()
        wanted = case.payload(InvoicePayload)
        [invoice] = [row for row in self._mine() if (row.number, row.cvr) == (wanted.number, wanted.cvr)]
        visit = case.keep_open("finance", lambda: open_finance(read_only=case.dry_run))
        return case.guarded(BookInvoice(visit, coding_of(invoice, case.item.label)))


def process(read: Callable[[], Iterable[Row]], work: Callable[[], object] = list, *, dry: bool = False) -> Ran:
    """Run a process of one step over a list."""

    @flow
    def run_it() -> None:
        form = RunForm(initialer="ABC", art=RunKind.DRY if dry else RunKind.REAL)
        with case_run(QUEUE, ListSource("faktura", read), form) as run:
            for case in run:
                with case:
                    work()

    return run_flow(run_it)


@pytest.fixture(autouse=True)
def _potential(database: Engine) -> None:
    register_potential(database)


def rows_of(engine: Engine) -> list[tuple[str, str | None]]:
    """State and code of each item, oldest first."""
    with engine.connect() as connection:
        return [(row.state, row.code) for row in connection.execute(items.select().order_by(items.c.id))]


@by_chaos
def test_each_row_is_booked_once_and_a_dry_run_books_none(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dry run names what it would take; the real one takes it."""
    with running_finance(house, monkeypatch) as finance:
        listed = Listed(finance)
        dry = process(listed.read, listed.book, dry=True)
        [foreseen] = [json.loads(text) for name, text in dry.artifacts.items() if name.startswith("Prøvekørsel")]
        assert [(row["Sag"], row["Ville ske"]) for row in foreseen] == [
            (f"ny faktura {place}", "ville blive klaret af robotten") for place in range(1, MINE + 1)
        ]
        assert finance.system.rows("vouchers") == []
        assert process(listed.read, listed.book).state.is_completed()
        assert rows_of(database) == [(State.COMPLETED, None)] * MINE
        booked = sorted(row["reference"] for row in finance.system.rows("vouchers"))
    assert booked == ["GEV-1", "GEV-2", "GEV-3"]


ROWS = [
    Row(str(number), InvoicePayload(number=str(number), cvr="27594638", amount=Decimal(100)), due_at=1_000 - number)
    for number in range(MINE)
]


def test_what_is_full_leaves_the_rest_on_the_list(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: the next run takes what stayed, and the one after finds nothing new."""
    monkeypatch.setenv("GEVINST_INTAKE_PER_POLL", "2")
    process(lambda: ROWS)
    assert len(rows_of(database)) == 2
    for _ in range(2):
        process(lambda: ROWS)
    assert rows_of(database) == [(State.COMPLETED, None)] * MINE


def test_a_dry_run_goes_through_each_row_once(database: Engine) -> None:
    """What is done stays on the list, and isn't foreseen again; what waits in the queue isn't foreseen twice."""
    process(lambda: ROWS[:1])
    assert ListSource("faktura", lambda: ROWS[1:2]).take_in(QUEUE) == 1
    dry = process(lambda: ROWS, dry=True)
    [foreseen] = [json.loads(text) for name, text in dry.artifacts.items() if name.startswith("Prøvekørsel")]
    assert [row["Sag"] for row in foreseen] == ["GEV-2", "ny faktura 2"]


def test_a_row_that_changed_is_a_persons(database: Engine) -> None:
    """The same invoice with another amount is an item of its own, which the robot leaves alone."""
    changed = InvoicePayload(number="0", cvr="27594638", amount=Decimal(101))
    process(lambda: ROWS[:1])
    process(lambda: [replace(ROWS[0], payload=changed)])
    assert rows_of(database) == [(State.COMPLETED, None), (State.PENDING, Code.CONTENT_CHANGED)]
