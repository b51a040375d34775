"""The page objects: the two lists, one invoice to code, one voucher."""

from connectors.browser.commit import commit
from connectors.browser.errors import speaking_to
from connectors.browser.fence import Ownership
from connectors.browser.fields import type_amount, type_text
from connectors.browser.tables import Column, Table
from connectors.finance.model import SYSTEM, Coding, CodingLine, Voucher, WaitingInvoice
from connectors.finance.screens import GRID, PAGES, SHAPE, Screen, Searchable
from gevinst.errors import ProcessError
from gevinst.values.amount import read_amount
from gevinst.values.dates import read_date

_NUMBER = "Fakturanr."


class InvoiceList(Searchable):
    """*Fakturaer til kontering*."""

    heading = "Fakturaer til kontering"

    @property
    def table(self) -> Table[WaitingInvoice]:
        """All pages of it, from the one that is shown."""
        columns = {
            "number": Column(_NUMBER),
            "cvr": Column("CVR"),
            "due": Column("Forfaldsdato", read_date),
            "amount": Column("Beløb", read_amount),
        }
        return Table(self, GRID, WaitingInvoice, columns, pager=PAGES, total=self.total, shape=SHAPE)

    @speaking_to(SYSTEM)
    def open(self, number: str, cvr: str) -> "InvoicePage | None":
        """Open the invoice of this number and supplier; None where none waits."""
        self.search_for(**{_NUMBER: number, "CVR": cvr})
        if not any((row.number, row.cvr) == (number, cvr) for row in self.table.rows()):
            return None
        row = self.table.row_with(_NUMBER, number)
        row.get_by_title("Åbn", exact=True).click()
        page = InvoicePage(self.case).shown()
        if (page.fact(_NUMBER), page.fact("CVR")) != (number, cvr):
            raise ProcessError(f"{SYSTEM}: another invoice came up than was opened")
        return page

    @speaking_to(SYSTEM)
    def to_vouchers(self) -> "VoucherList":
        """By the menu."""
        self.icon("Bilag").click()
        return VoucherList(self.case).shown()


class InvoicePage(Screen):
    """*Faktura*: code it, then commit once."""

    heading = "Faktura"
    pinned = ".kontering"

    def fact(self, name: str) -> str:
        """What the page says of the invoice under this name."""
        fields = self.here.locator(".felt").all()
        found = [text for field in fields if (text := field.locator("div").all_inner_texts())[:1] == [name]]
        if len(found) != 1 or len(found[0]) != 2:
            raise ProcessError(f"{SYSTEM}: '{name}' is there {len(found)} times; the screen has changed")
        return found[0][1].strip()

    @speaking_to(SYSTEM)
    def fill(self, coding: Coding) -> None:
        """Type the coding; all of the amount must be placed by it.

        Raises:
            ProcessError: The invoice is another amount than the coding is for, or something is left to place.
        """
        if read_amount(self.fact("Beløb")) != coding.amount:
            raise ProcessError(f"{SYSTEM}: the invoice has another amount than its coding")
        for place, line in enumerate(coding.lines):
            if place:
                self.icon("Tilføj linje").click()
            self._type_line(place, line)
        type_text(self.typed("Tekst"), coding.text, what="Tekst")
        type_text(self.typed("Note"), coding.note, what="Note")
        if read_amount(self.here.locator(".rest").inner_text().removeprefix("Rest:")):
            raise ProcessError(f"{SYSTEM}: the coding doesn't place all of the amount")

    def _type_line(self, place: int, line: CodingLine) -> None:
        row = self.here.locator(".kontering .raekke").nth(place + 1)  # the first holds the headers
        type_text(row.get_by_placeholder("Konto", exact=True), line.account, what="Konto")
        type_text(row.get_by_placeholder("Omkostningssted", exact=True), line.cost_centre, what="Omkostningssted")
        type_amount(row.get_by_placeholder("Beløb", exact=True), line.amount, what="Beløb")

    def commit(self, ownership: Ownership) -> None:
        """Book it, once, through the fence. The toast proves nothing; the receipt is read in the list of vouchers."""
        commit(self, ownership, self.button("Bogfør"), to="/api/bilag")


class VoucherList(Searchable):
    """*Bilag*."""

    heading = "Bilag"

    def search(self, *, invoice: str = "", text: str = "") -> list[Voucher]:
        """By an invoice's whole number, or by any part of the text."""
        return self.search_for(**{_NUMBER: invoice, "Tekst": text}).table.rows()

    @property
    def table(self) -> Table[Voucher]:
        """All pages of it, from the one that is shown."""
        columns = {
            "number": Column("Bilag"),
            "invoice": Column(_NUMBER),
            "cvr": Column("CVR"),
            "amount": Column("Beløb", read_amount),
            "text": Column("Tekst"),
        }
        return Table(self, GRID, Voucher, columns, pager=PAGES, key="number", total=self.total, shape=SHAPE)
