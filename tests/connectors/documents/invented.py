"""Bills laid out at random, with what they say: programs place text in more ways than anybody thinks of."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from gevinst.values.amount import format_amount
from gevinst.values.dates import format_date, format_date_short
from sandbox.people import ORDINARY

LABELS = {
    "cpr": ("CPR-nr.", "CPR-nummer", "CPR"),
    "citizen_name": ("Patientens navn", "Navn", "Patient"),
    "treatment": ("Behandling", "Ydelse"),
    "treatment_date": ("Dato for behandling", "Behandlingsdato"),
    "amount": ("I alt at betale", "I alt", "Beløb i alt"),
    "provider_name": ("Klinik", "Behandlingssted"),
    "provider_cvr": ("CVR-nr.", "CVR"),
}
OTHER_AMOUNTS = ("Samlet pris", "Total", "At betale", "I alt inkl. moms")
BESIDE = ("Tandtilstand", "Ref.", "Rabat", "Ansvarlig læge", "Status", "Betalingsfrist", "Telefon", "Adresse", "Moms")
NOISE = ("12345", "ja", "99 99 00 11", "Prøvevej 1", "300,00", "01-02-2026", "Nej tak", "-", "A/S", "se bilag")
TREATMENTS = ("Tandrensning", "Krone på tand 14", "Fodbehandling, sår", "Høreapparat (2 stk.)")
MINUS = ("-{}", "\u2212{}", "– {}", "{}-", "({})", "kr. -{}", "- {} kr.", "-kr. {}", "{} kr.-")

Item = tuple[str, str]


@dataclass(frozen=True)
class Invented:
    """A bill as PDF, and what its fields say; None for an amount nobody could be sure of."""

    pdf: bytes
    truth: dict[str, object]


def invent(seed: int) -> Invented:
    """One bill; of two, one has a second amount, a minus or an English number somewhere."""
    chance = random.Random(seed)
    person = chance.choice(ORDINARY)
    amount = Decimal(chance.randrange(200, 3_000_000)) / 100
    day = date(2026, 1, 1) + timedelta(chance.randrange(300))
    truth: dict[str, object] = {
        "cpr": f"{person.cpr[:6]}-{person.cpr[6:]}",
        "citizen_name": person.name,
        "treatment": chance.choice(TREATMENTS),
        "treatment_date": day,
        "amount": amount,
        "provider_name": chance.choice(("Optik Sandkassen", "Fodplejen Eksempel")),
        "provider_cvr": "29189846",
    }
    written = {name: str(value) for name, value in truth.items()}
    written["treatment_date"] = chance.choice((format_date, format_date_short, date.isoformat))(day)
    written["amount"] = chance.choice(("{}", "{} kr.", "kr. {}", "DKK {}")).format(format_amount(amount))
    items = [(chance.choice(LABELS[name]), text) for name, text in written.items()]
    items += [(chance.choice(BESIDE), chance.choice(NOISE)) for _ in range(chance.randrange(5))]
    if chance.random() < 0.5:
        truth["amount"] = None
        items = _doubtful(chance, items, amount)
    if chance.random() < 0.6:
        chance.shuffle(items)
    return Invented(_drawn(chance, items), truth)


def _doubtful(chance: random.Random, items: list[Item], amount: Decimal) -> list[Item]:
    """The amount with a minus or written in English, or another one somewhere beside it."""
    minus = chance.choice(MINUS).format(format_amount(amount))
    english = f"{amount + 1000:,.2f}"
    if chance.random() < 0.5:
        other = chance.choice((format_amount(amount + 1), f"{format_amount(amount - 1)} kr.", minus, english))
        return [*items, (chance.choice(OTHER_AMOUNTS), other)]
    return [(label, chance.choice((minus, english)) if label in LABELS["amount"] else text) for label, text in items]


def _drawn(chance: random.Random, items: list[Item]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 790, "Regning")
    size = chance.choice((8.0, 9.0, 10.0, 11.0))
    font = chance.choice(("Helvetica", "Times-Roman", "Courier", "Helvetica-Bold"))

    def put(x: float, y: float, text: str, *, small: bool = False) -> None:
        canvas.setFont(font, size - 2.5 if small else size)
        canvas.drawString(x, y, text)

    style = chance.choice((_rows, _boxes, _lines, _grid))
    style(chance, items, put, size)
    canvas.save()
    return out.getvalue()


Put = Callable[..., None]


def _rows(chance: random.Random, items: list[Item], put: Put, size: float) -> None:
    x, step = chance.choice((190, 230, 300)), size * chance.choice((1.2, 1.35, 1.5, 2, 2.4))
    colon, small = chance.choice((":", "", " :")), chance.random() < 0.3
    for number, (label, text) in enumerate(items):
        put(60, 740 - number * step, label + colon, small=small)
        put(x, 740 - number * step, text)


def _boxes(chance: random.Random, items: list[Item], put: Put, size: float) -> None:
    columns = chance.choice((1, 2))
    colon, small = chance.choice((":", "", " :")), chance.random() < 0.5
    for number, (label, text) in enumerate(items):
        x, y = 50 + number % columns * 260, 740 - number // columns * (size * 3 + 14)
        put(x, y, label + colon, small=small)
        put(x, y - size * 1.25, text)


def _lines(chance: random.Random, items: list[Item], put: Put, size: float) -> None:
    between = chance.choice((": ", " : ", " ....... ", " "))
    for number, (label, text) in enumerate(items):
        put(60, 740 - number * size * 1.4, f"{label}{between}{text}")


def _grid(chance: random.Random, items: list[Item], put: Put, size: float) -> None:
    colon, step = chance.choice((":", "")), size * chance.choice((1.3, 2))
    for number, (label, text) in enumerate(items):
        x, y = 40 + number % 2 * 290, 740 - number // 2 * step
        put(x, y, label + colon)
        put(x + 130, y, text)
