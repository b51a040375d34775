"""PENSYS' other pages as page objects: what an old system has besides forms."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from connectors.browser.case import CaseContext
from connectors.browser.paging import NumberedPages
from connectors.browser.tables import Column, Table
from connectors.pension.frame import FRAME, PensionPage
from connectors.pension.pages import LoginPage
from gevinst.values.amount import read_amount
from gevinst.values.dates import read_date
from sandbox.legacy.app import ACCOUNT, PASSWORD
from sandbox.web.server import Running

_GRID = "table#ctl00_ContentPlaceHolder1_GridView1"


@dataclass(frozen=True)
class CaseRow:
    """One of the two thousand."""

    number: str
    opened: date
    status: str
    amount: Decimal


class CaseListPage(PensionPage):
    """*Sagsliste*: a grid that posts back for every page."""

    heading = "Sagsliste"

    @property
    def table(self) -> Table[CaseRow]:
        """All pages."""
        columns = {
            "number": Column("Sagsnr."),
            "opened": Column("Oprettet", read_date),
            "status": Column("Status"),
            "amount": Column("Beløb", read_amount),
        }
        pager = NumberedPages(within=f"{_GRID} td[colspan] > table", current="span")
        return Table(self, _GRID, CaseRow, columns, pager=pager, key="number", total=self.total)

    def total(self) -> int:
        """As the page says."""
        return int(self.here.locator("#ctl00_ContentPlaceHolder1_lblAntal").inner_text().split()[-1])


class LettersPage(PensionPage):
    """*Breve*: each is shown as a PDF, or saved."""

    heading = "Breve"


class EnquiryPage(PensionPage):
    """*Ny henvendelse*, which forgets what was typed."""

    heading = "Ny henvendelse"


class EnquiryRefusedPage(PensionPage):
    """What comes for a date that is none."""

    heading = "Fejl i indtastning"


class BenefitsPage(PensionPage):
    """*Ydelsesoversigt*: a citizen in a frame, and in that one a year in a frame."""

    heading = "Ydelsesoversigt"


class BenefitsYearPage(PensionPage):
    """The inmost frame; its heading says which year."""

    frame = (FRAME, "borger", "aar")

    def __init__(self, case: CaseContext, year: int) -> None:
        super().__init__(case)
        self.heading = f"Ydelser {year}"


class ProvidersPage(PensionPage):
    """*Find udbyder*, in a window of its own."""

    heading = "Find udbyder"
    frame = ()


@contextmanager
def signed_in(case: CaseContext, pensys: Running) -> Iterator[CaseContext]:
    """At the search page."""
    LoginPage(case).sign_in(pensys.url, ACCOUNT, PASSWORD)
    yield case


def choose_in_menu(case: CaseContext, name: str) -> None:
    """By the frame at the left; the page comes in the other one."""
    arriving = PensionPage(case)
    with arriving.leaving():
        case.page.frame_locator("frame[name=menu]").get_by_role("link", name=name, exact=True).click()
