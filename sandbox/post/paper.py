"""What a document says, before any layout: the truth that the robot must find again."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sandbox.people import Person

PROVIDERS = (
    ("Tandklinikken Prøvetand", "20000013", "behandler"),
    ("Optik Sandkassen", "20000021", "behandler"),
    ("Fodplejen Eksempel", "20000048", "behandler"),
    ("Høreklinikken Opdigtet", "20000056", "behandler"),
)
TREATMENTS = ("Tandprotese, overmund", "Briller med slebne glas", "Fodbehandling", "Tandrensning og fyldning")


@dataclass(frozen=True)
class Paper:
    """One document's content; `kind` is prisoverslag, regning or bilag."""

    kind: str
    person: Person
    treatment: str
    day: date
    amount: Decimal
    provider: str
    cvr: str
    cpr_text: str = ""
    second_amount: Decimal | None = None
    extra: str = ""

    @property
    def cpr(self) -> str:
        """The CPR number as it stands on the paper; the person's, unless a sample says otherwise."""
        return self.cpr_text if self.cpr_text != "" else f"{self.person.cpr[:6]}-{self.person.cpr[6:]}"

    @property
    def amount_text(self) -> str:
        """`1.234,56`."""
        return f"{self.amount:,.2f}".translate(str.maketrans(",.", ".,"))

    @property
    def day_text(self) -> str:
        """`03-03-2026`."""
        return self.day.strftime("%d-%m-%Y")


def make_paper(chance: random.Random, person: Person, kind: str) -> Paper:
    """An ordinary document about a person."""
    number = chance.randrange(len(PROVIDERS))
    name, cvr, _ = PROVIDERS[number]
    return Paper(
        kind=kind,
        person=person,
        treatment=TREATMENTS[number],
        day=date(2026, 9, 1) + timedelta(days=chance.randrange(60)),
        amount=Decimal(chance.randrange(40_000, 900_000)) / 100,
        provider=name,
        cvr=valid_cvr(cvr),
    )


def without_cpr(paper: Paper) -> Paper:
    """The same paper with no CPR number on it."""
    return replace(paper, cpr_text=" ")


def valid_cvr(stem: str) -> str:
    """The stem with its last digit set so that modulus 11 holds."""
    weights = (2, 7, 6, 5, 4, 3, 2, 1)
    for base in range(int(stem[:7]), int(stem[:7]) + 20):
        for last in range(10):
            digits = f"{base}{last}"
            if sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0:
                return digits
    raise AssertionError  # one of twenty stems has such a digit
