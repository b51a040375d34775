"""What the finance system's pages say and are told, as frozen values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SYSTEM = "finance"


@dataclass(frozen=True)
class WaitingInvoice:
    """One row of the invoices that wait for their coding. A number is its supplier's: two suppliers may use the same."""

    number: str
    cvr: str
    due: date
    amount: Decimal


@dataclass(frozen=True)
class Voucher:
    """One row of the vouchers; `text` begins with the number of who booked it."""

    number: str
    invoice: str
    cvr: str
    amount: Decimal
    text: str


@dataclass(frozen=True)
class CodingLine:
    """Where a part of the amount is booked."""

    account: str
    cost_centre: str
    amount: Decimal


@dataclass(frozen=True)
class Coding:
    """One invoice's account coding; `text` is our item's number."""

    invoice: str
    cvr: str
    amount: Decimal
    lines: tuple[CodingLine, ...]
    text: str
    note: str = ""
