"""The two cases of `benchmarks.browser` by the browser kit, as a process would write them: page objects, and one visit."""

from dataclasses import dataclass

from connectors.browser.case import CaseContext
from connectors.browser.commit import commit
from connectors.browser.errors import answered, speaking_to
from connectors.browser.page import Page
from connectors.browser.session import SystemBrowser
from connectors.browser.tables import Column, Table

SYSTEM = "bench"
NOBODYS = "H-0"
"""A reference that nothing carries: a search for it must give nothing."""


@dataclass(frozen=True)
class Registration:
    """One row of *Registreringer*."""

    number: str
    day: str
    reference: str


class BenchPage(Page):
    """A page of the site."""

    system = SYSTEM


class FormPage(BenchPage):
    """*Ny registrering*."""

    heading = "Ny registrering"

    @speaking_to(SYSTEM)
    def fill(self, reference: str, day: str) -> None:
        """Both fields, found before anything is typed."""
        named, dated = self.field("Ekstern reference"), self.field("Dato")
        named.fill(reference)
        dated.fill(day)


class ReceiptPage(BenchPage):
    """*Kvittering*."""

    heading = "Kvittering"

    @property
    def number(self) -> str:
        """What was given."""
        return self.here.locator("#nummer").inner_text().strip()


class ListPage(BenchPage):
    """*Registreringer*."""

    heading = "Registreringer"

    @speaking_to(SYSTEM)
    def found(self, reference: str) -> list[Registration]:
        """What the search for a reference gave."""
        assert self.here.locator("#soegt").inner_text() == reference
        columns = {"number": Column("Nummer"), "day": Column("Dato"), "reference": Column("Ekstern reference")}
        return Table(self, "#registreringer", Registration, columns).rows()


def five_actions(running: SystemBrowser, url: str, reference: str, day: str) -> str:
    """Open the form, two fields, send, read the number of the receipt."""
    with running.case() as case:
        form = _form(case, url)
        form.fill(reference, day)
        form.press("Gem")
        return ReceiptPage(case).shown().number


def guarded(running: SystemBrowser, url: str, reference: str, day: str) -> str:
    """Look with a positive control, fill, commit through the fence, and read the receipt on a fresh page."""
    with running.case() as case:
        assert _look(case, url, NOBODYS) == []
        assert _look(case, url, reference) == []
        form = _form(case, url)
        form.fill(reference, day)
        commit(form, _owned, form.button("Gem"), to="/gem")
        ReceiptPage(case).shown()
        (ours,) = _look(case, url, reference)
        assert (ours.reference, ours.day) == (reference, day)
        return ours.number


@speaking_to(SYSTEM)
def _form(case: CaseContext, url: str) -> FormPage:
    answered(SYSTEM, case.page.goto(f"{url}/ny"))
    return FormPage(case).shown()


@speaking_to(SYSTEM)
def _look(case: CaseContext, url: str, reference: str) -> list[Registration]:
    answered(SYSTEM, case.page.goto(f"{url}/registreringer?reference={reference}"))
    return ListPage(case).shown().found(reference)


def _owned() -> None:
    """The lease is ours: what asking the ledger takes is measured by `claims`."""
