"""Suppliers' invoices as they come on paper, by mail and as XML, with the truth."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from stdnum import ean, luhn

from gevinst.codes import Code
from gevinst.values.amount import format_amount
from gevinst.values.fik import Fik
from sandbox.golden import writing
from sandbox.golden.sheet import Item, Sheet, Table
from sandbox.post.paper import valid_cvr

TEMPLATE = "supplier-invoice"
CENTS = Decimal("0.01")
_SUPPLIERS = (
    "Kontorhuset Prøve & Søn ApS",
    "Opdigtet Byggemarked A/S",
    "Rengøring Eksempel I/S",
    "Demosund Kørsel og Transport",
    "Ærtebjerg Blomster",
)
_WARES = (
    "Kontorstol, sort",
    "Montering",
    "Kopipapir A4, 80 g",
    "Rengøring, uge 12",
    "Kørsel til Prøverup",
    "Kursus i arbejdsstillinger",
    "LED-pære E27 9 W",
    "Hæve-sænkebord 160 × 80 cm inkl. levering og opstilling på 2. sal",
)
_UNITS = {"stk.": "EA", "timer": "HUR", "pk.": "PK", "km": "KMT"}
"""As they are printed, and as XML has them."""


@dataclass(frozen=True)
class Line:
    """One line, in kroner without VAT."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal

    @property
    def unit_code(self) -> str:
        """The unit as XML has it."""
        return _UNITS[self.unit]

    @property
    def amount(self) -> Decimal:
        """What it costs."""
        return (self.quantity * self.price).quantize(CENTS)


@dataclass(frozen=True)
class Bill:
    """What an invoice says, whatever it is written in."""

    lines: tuple[Line, ...]
    number: str
    issued: date
    due: date
    order: str
    reference: str
    supplier: str
    cvr: str
    gln: str
    payment: Fik
    buyer: str = "Prøveby Kommune"

    @property
    def net(self) -> Decimal:
        """The lines' sum."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """A quarter of it."""
        return (self.net / 4).quantize(CENTS)

    @property
    def total(self) -> Decimal:
        """What is to be paid."""
        return self.net + self.vat


def make_bill(chance: random.Random) -> Bill:
    """An invoice of one to five lines."""
    issued = date(2026, 1, 5) + timedelta(days=chance.randrange(300))
    gln = f"579800{chance.randrange(10**6):06}"
    payment_id = f"{chance.randrange(1, 10**10):014}"
    return Bill(
        lines=tuple(_line(chance, name) for name in chance.sample(_WARES, chance.randrange(1, 6))),
        number=chance.choice(("F-2026-{:04}", "{:06}", "2026{:04}", "RE{:05}")).format(chance.randrange(1, 10_000)),
        issued=issued,
        due=issued + timedelta(days=chance.choice((8, 14, 30))),
        order=chance.choice(("4500{:06}", "INDKØB-{:04}")).format(chance.randrange(10_000)),
        reference=chance.choice(("Team Anskaffelse", "LMN", "Borgerservice")),
        supplier=chance.choice(_SUPPLIERS),
        cvr=valid_cvr(f"{chance.randrange(2_000_000, 3_900_000)}0"),
        gln=gln + ean.calc_check_digit(gln),
        payment=Fik("71", payment_id + luhn.calc_check_digit(payment_id), f"8{chance.randrange(10**7):07}"),
    )


def _line(chance: random.Random, name: str) -> Line:
    quantity = Decimal(chance.randrange(1, 40)) if chance.random() < 0.8 else Decimal(chance.randrange(2, 80)) / 4
    return Line(
        name, quantity, chance.choice(list(_UNITS)), (Decimal(chance.randrange(500, 250_000)) / 100).quantize(CENTS)
    )


def sheet(chance: random.Random) -> Sheet:
    """An ordinary invoice on paper."""
    return on_paper(chance, make_bill(chance))


def on_paper(chance: random.Random, bill: Bill) -> Sheet:
    """An invoice as it is printed."""
    items = [
        Item("Leverandør", bill.supplier, "supplier_name"),
        Item(chance.choice(("CVR-nr.", "CVR", "CVR-nummer")), bill.cvr, "supplier_cvr"),
        Item(chance.choice(("Fakturanr.", "Fakturanummer", "Faktura nr.")), bill.number, "invoice_number"),
        Item("Fakturadato", writing.day(chance, bill.issued), "issue_date", bill.issued.isoformat()),
        Item(
            chance.choice(("Forfaldsdato", "Betalingsdato", "Betales senest")),
            writing.day(chance, bill.due),
            "due_date",
            bill.due.isoformat(),
        ),
        Item("Kundenr.", str(chance.randrange(100, 9999))),
        Item(chance.choice(("EAN-nr.", "EAN-nummer", "EAN")), bill.gln, "buyer_gln"),
        Item(chance.choice(("Ordrenr.", "Ordrenummer", "Indkøbsordre")), bill.order, "order_reference"),
        Item(chance.choice(("Att.", "Personreference")), bill.reference, "buyer_reference"),
    ]
    totals = [
        Item(chance.choice(("I alt ekskl. moms", "Subtotal", "Total ekskl. moms")), *_amount(bill.net, "line_total")),
        Item(chance.choice(("Moms 25 %", "25% moms", "Moms (25%)")), *_amount(bill.vat, "vat")),
        Item(chance.choice(("I alt at betale", "Total inkl. moms", "I alt inkl. moms")), *_amount(bill.total, "total")),
    ]
    payment = bill.payment.formatted
    spaced = payment.replace("<", "<", 1).replace("+", " +").strip() if chance.random() < 0.3 else payment
    return Sheet(
        template=TEMPLATE,
        kind="faktura",
        title=chance.choice(("Faktura", "FAKTURA", "Faktura")),
        items=tuple(items),
        head=(bill.supplier, "Prøvevej 1, 4400 Eksempelby", "Tlf. 99 99 00 11"),
        words=("Betales med betalingslinjen herunder.", spaced),
        foot=("Ved betaling efter forfald tilskrives renter.",),
        table=_table(chance, bill),
        totals=tuple(totals),
        lines=_truth(bill),
        also={"payment_line": payment},
    )


def _amount(value: Decimal, field: str) -> tuple[str, str, str]:
    return format_amount(value), field, str(value)


def _table(chance: random.Random, bill: Bill) -> Table:
    headings = (chance.choice(("Beskrivelse", "Varetekst", "Vare")), "Antal", "Enhed", "Enhedspris", "Beløb")
    rows = (
        (line.name, _quantity(line.quantity), line.unit, format_amount(line.price), format_amount(line.amount))
        for line in bill.lines
    )
    return Table(headings, tuple(rows), frozenset({1, 3, 4}))


def _quantity(quantity: Decimal) -> str:
    return str(quantity.normalize() if quantity % 1 else quantity.quantize(Decimal(1))).replace(".", ",")


def _truth(bill: Bill, *, in_xml: bool = False) -> tuple[dict[str, str], ...]:
    return tuple(
        {
            "name": line.name,
            "quantity": str(line.quantity),
            "unit": _UNITS[line.unit] if in_xml else line.unit,
            "price": str(line.price),
            "amount": str(line.amount),
        }
        for line in bill.lines
    )


def doubtful(chance: random.Random) -> Sheet:
    """An invoice that nobody may settle but a person."""
    return chance.choice(_DOUBTS)(chance, sheet(chance))


def _wrong_vat(chance: random.Random, ordinary: Sheet) -> Sheet:
    net, vat, total = ordinary.totals
    off = format_amount(Decimal(vat.truth) + chance.choice((1, -1, 10)))
    return ordinary.doubtful(Code.CHECK_FAILED, totals=(net, vat._replace(text=off), total))


def _another_total(_: random.Random, ordinary: Sheet) -> Sheet:
    again = Item("Beløb at betale", format_amount(Decimal(ordinary.totals[-1].truth) + 100))
    return ordinary.doubtful(Code.CONFLICTING_AMOUNTS, totals=(*ordinary.totals, again))


def _reminder(_: random.Random, ordinary: Sheet) -> Sheet:
    return ordinary.doubtful(Code.DOCUMENT_UNKNOWN, title="Rykker", words=("Vedrører nedenstående faktura.",))


_DOUBTS: tuple[Callable[[random.Random, Sheet], Sheet], ...] = (_wrong_vat, _another_total, _reminder)


def in_xml(bill: Bill, xml: bytes, *, payment: dict[str, str]) -> Sheet:
    """An invoice that is XML; `payment` is what its standard makes of the payment line."""
    held = {
        "invoice_number": bill.number,
        "issue_date": bill.issued.isoformat(),
        "due_date": bill.due.isoformat(),
        "currency": "DKK",
        "order_reference": bill.order,
        "buyer_reference": bill.reference,
        "supplier_name": bill.supplier,
        "supplier_cvr": bill.cvr,
        "buyer_gln": bill.gln,
        "buyer_name": bill.buyer,
        "line_total": str(bill.net),
        "vat": str(bill.vat),
        "total": str(bill.total),
        "payable": str(bill.total),
    }
    lines = _truth(bill, in_xml=True)
    return Sheet(TEMPLATE, "faktura", "Faktura", items=(), lines=lines, also=held | payment, xml=xml)


def enclosing(paper: Sheet, xml: Sheet) -> Sheet:
    """A printed invoice that carries itself as XML: both say the same, and the XML says more."""
    return replace(paper, also={**xml.also, **paper.also}, lines=xml.lines, xml=xml.xml)
