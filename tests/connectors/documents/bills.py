"""What invoices and credit notes say, whatever standard they are written in; every company is invented."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from stdnum import luhn

CVR = "29189846"
GLN = "5798000000001"
"""No authority's; its check digit is right."""
CREDITOR = "81234567"
PAYMENT_ID = "12345678901234" + luhn.calc_check_digit("12345678901234")
IBAN = "DK5000400440116243"
REGISTRATION, ACCOUNT = "0040", "0440116243"
BIC = "PRVEDKKK"

CENTS = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """One line; `price` a unit, in kroner without VAT."""

    name: str
    quantity: Decimal
    price: Decimal
    vat_percent: Decimal = Decimal(25)
    unit: str = "EA"

    @property
    def net(self) -> Decimal:
        """Its amount without VAT."""
        return (self.quantity * self.price).quantize(CENTS)


def vat(amount: Decimal, percent: Decimal) -> Decimal:
    """The VAT of an amount, to the øre."""
    return (amount * percent / 100).quantize(CENTS)


@dataclass(frozen=True)
class Bill:
    """What an invoice or a credit note says.

    Attributes:
        allowance: What is taken off the lines at 25 % VAT.
        payment: `fik`, `iban` or `bank`.
        is_credit: Whether it is a credit note; its amounts are positive all the same.
    """

    lines: tuple[Line, ...]
    number: str = "F-2026-0042"
    issued: date = date(2026, 3, 3)
    due: date = date(2026, 4, 2)
    order: str = "INDKØB-1177"
    reference: str = "Team Anskaffelse"
    cost: str = "52501245"
    supplier: str = "Kontorhuset Prøve & Søn ApS"
    buyer: str = "Prøveby Kommune"
    allowance: Decimal = Decimal(0)
    prepaid: Decimal = Decimal(0)
    payment: str = "fik"
    is_credit: bool = False

    @property
    def line_total(self) -> Decimal:
        """The lines' sum."""
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def net(self) -> Decimal:
        """The sum less the allowance."""
        return self.line_total - self.allowance

    @property
    def taxable(self) -> dict[Decimal, Decimal]:
        """What VAT of each rate is reckoned from."""
        rates = sorted({line.vat_percent for line in self.lines}, reverse=True)
        sums = {rate: sum((line.net for line in self.lines if line.vat_percent == rate), Decimal(0)) for rate in rates}
        return {rate: amount - (self.allowance if rate else 0) for rate, amount in sums.items()}

    @property
    def vat(self) -> Decimal:
        """All VAT."""
        return sum((vat(amount, rate) for rate, amount in self.taxable.items()), Decimal(0))

    @property
    def total(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat

    @property
    def payable(self) -> Decimal:
        """What is left to pay."""
        return self.total - self.prepaid


BILL = Bill(
    lines=(
        Line("Kontorstol, sort", Decimal(4), Decimal("1249.50")),
        Line("Montering", Decimal("2.5"), Decimal(480), unit="HUR"),
    )
)
CREDIT = replace(BILL, number="K-2026-0007", lines=BILL.lines[:1], is_credit=True)
TWO_RATES = replace(
    BILL,
    lines=(*BILL.lines, Line("Kursus i arbejdsstillinger", Decimal(1), Decimal(900), vat_percent=Decimal(0))),
    allowance=Decimal("250.00"),
    prepaid=Decimal("1000.00"),
)
