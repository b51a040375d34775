"""What the tests of the finance connector share: one invoice that waits, and how it is coded."""

from decimal import Decimal

from connectors.finance.model import Coding, CodingLine, WaitingInvoice
from gevinst.values.amount import read_amount
from gevinst.values.dates import read_date
from sandbox.erp.server import Both


def waiting(finance: Both, place: int = 0) -> WaitingInvoice:
    """An invoice that waits, straight from the system's own books."""
    row = finance.system.rows("invoices")[place]
    return WaitingInvoice(row["number"], row["cvr"], read_date(row["due"]), read_amount(row["amount"]))


def coding_of(invoice: WaitingInvoice, text: str) -> Coding:
    """All of it on two lines."""
    half = (invoice.amount / 2).quantize(Decimal("0.01"))
    lines = (CodingLine("52110000", "40010", half), CodingLine("52120000", "40020", invoice.amount - half))
    return Coding(invoice.number, invoice.cvr, invoice.amount, lines, text)
