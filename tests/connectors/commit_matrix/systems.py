"""The two systems as the matrix works them: how a visit is made, which act is done, and what the system then holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from connectors.browser.page import Page
from connectors.browser.visit import Visit
from connectors.finance.acts import BookInvoice
from connectors.finance.pages import InvoicePage
from connectors.finance.session import Finance, open_finance
from connectors.pension.acts import RegisterDocument
from connectors.pension.pages import RegisterPage
from connectors.pension.session import Pension
from gevinst.items.act import Act
from sandbox.erp.books import save_voucher
from sandbox.legacy.app import PASSWORD
from sandbox.web.server import Running
from tests.connectors.finance.samples import coding_of, waiting
from tests.connectors.pension.samples import FORM, visit
from tests.finance import running_finance
from tests.pensys import running_pensys


class System(Protocol):
    """One system under the matrix."""

    page: type[Page]
    """What is committed."""
    running: Running
    verifies: str
    """What only a request that looks for the receipt holds: a fault of that step waits for it."""

    @contextmanager
    def visit(self) -> Iterator[Any]:
        """Signed in at first use."""
        ...

    def act(self, visit: Any, label: str) -> Act[Any]:
        """The write, under our number."""
        ...

    def registered(self) -> int:
        """How many cases the system holds."""
        ...


class PensionSystem:
    """PENSYS: frames and postbacks."""

    page = RegisterPage
    verifies = ""

    def __init__(self, running: Running) -> None:
        self.running = running

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        """As the flow's steps do."""
        with visit() as pension:
            yield pension

    def act(self, visit: Pension, label: str) -> RegisterDocument:
        """One document on a citizen's case."""
        return RegisterDocument(visit, replace(FORM, reference=label))

    def registered(self) -> int:
        """On all citizens."""
        return len(self.running.rows("registrations"))


class FinanceSystem:
    """KØB & BETAL: drawn by script, no labels, sign-in by redirect."""

    page = InvoicePage
    verifies = "bilagsliste"
    """After a save the page itself draws the list of invoices anew."""

    def __init__(self, both: Any) -> None:
        self.running = both.system
        self.invoice = waiting(both)
        save_voucher(both.system.database, invoice=2, reference="en kollega", lines=())  # else no search shows too much

    @contextmanager
    def visit(self) -> Iterator[Visit]:
        """As a flow's steps would."""
        with open_finance() as finance:
            yield finance

    def act(self, visit: Finance, label: str) -> BookInvoice:
        """One invoice's coding."""
        return BookInvoice(visit, coding_of(self.invoice, label))

    def registered(self) -> int:
        """Vouchers of ours."""
        return len([each for each in self.running.rows("vouchers") if each["reference"] != "en kollega"])


@contextmanager
def running_system(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[System]:
    """One of the two, with the machine set up for it."""
    if name == "finance":
        with running_finance(folder, monkeypatch) as both:
            yield FinanceSystem(both)
        return
    with running_pensys(folder / "pensys.sqlite") as running:
        monkeypatch.setenv("GEVINST_PENSION_URL", running.url)
        monkeypatch.setenv("GEVINST_SECRET_PENSION_PASSWORD", PASSWORD)
        yield PensionSystem(running)
