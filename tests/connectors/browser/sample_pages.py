"""Page objects of a made-up system, as a developer would write them: what the kit's tests are about."""

from dataclasses import dataclass
from decimal import Decimal

from connectors.browser.page import Page
from connectors.browser.paging import NextLink, NumberedPages, Pager
from connectors.browser.tables import Column, Table
from gevinst.values.amount import read_amount


class GamlaPage(Page):
    """What all pages of the system share."""

    system = "GAMLA"
    expired = ("Du er logget af",)
    closed = ("Lukket for vedligeholdelse",)


class Form(GamlaPage):
    """A form to fill and save."""

    heading = "Registrér"
    pinned = "form"


class Drawn(GamlaPage):
    """A page that its script draws some time after it came."""

    heading = "Tegnet"
    is_drawn_by_script = True


class Inner(GamlaPage):
    """A page in a frame of a frame."""

    heading = "Inderst"
    frame = ("ydre", "indre")


@dataclass(frozen=True)
class Bill:
    """A row of the list."""

    number: str
    amount: Decimal | None


COLUMNS = {"number": Column("Nummer"), "amount": Column("Beløb", read_amount, blank=None)}
NEXT = NextLink(within="#sider")
NUMBERED = NumberedPages(within="#sider", current="b")


class Listing(GamlaPage):
    """A list of bills."""

    heading = "Liste"

    def bills(self, pager: Pager | None = None, **options: object) -> Table[Bill]:
        """Its table."""
        return Table(self, "table", Bill, COLUMNS, pager=pager, key="number", **options)  # type: ignore[arg-type]


class DrawnListing(Listing):
    """The same, turned by script."""

    is_drawn_by_script = True


def table(headers: str, *rows: str) -> str:
    """A table, its cells separated by bars."""
    lines = ["".join(f"<th>{text}</th>" for text in headers.split("|"))]
    lines += ["".join(f"<td>{text}</td>" for text in row.split("|")) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
