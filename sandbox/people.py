"""Invented people. Their CPR numbers were never issued: not born on 1 January, and failing modulus 11.

Numbers without modulus 11 have only been issued to people registered as born on 1 January, so these belong to nobody.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta

_FIRST = (
    *("Agnes", "Birthe", "Carla", "Ditte", "Else", "Frida", "Grethe", "Hanne", "Inger", "Jytte", "Kirsten", "Lis"),
    *("Arne", "Bent", "Carl", "Ejner", "Finn", "Gunnar", "Holger", "Ivan", "Jørgen", "Kaj", "Leif", "Mogens"),
)
_LAST = (
    *("Ahornblad", "Birkemose", "Dalgårdsen", "Egelykke", "Fjordbak", "Granhøjsen", "Hasselriis", "Icelund"),
    *("Kastanjegaard", "Lindeskov", "Mosebæksen", "Nøddebo", "Overdrevsen", "Pilekrogh", "Rønnebærsen", "Strandengsen"),
)
_STREETS = ("Opdigtet Allé", "Prøvevej", "Eksempelstien", "Sandkassevej", "Tænkt Plads", "Demogade")
_TOWNS = (("4400", "Eksempelby"), ("4450", "Prøverup"), ("4470", "Demosund"))
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Person:
    """One invented citizen, and what the systems of the sandbox say of them."""

    cpr: str
    name: str
    address: str
    postcode: str
    city: str
    known: bool = True
    has_grant: bool = True
    protected: bool = False
    deceased: bool = False
    exempt: bool = False


def never_issued(birth: date, serial: int) -> str:
    """A number for that day, from the serial upwards, that fails modulus 11 and so was never issued."""
    for number in range(serial, serial + 12):
        digits = f"{birth:%d%m%y}{number:04d}"
        if sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11 != 0:
            return digits
    raise AssertionError  # eleven numbers in a row can't all pass


def _make(count: int) -> tuple[Person, ...]:
    chance = random.Random(331)
    names = [f"{first} {last}" for first in _FIRST for last in _LAST]
    chance.shuffle(names)
    people = []
    for name in names[:count]:
        birth = date(1930, 1, 2) + timedelta(days=chance.randrange(10_000))
        if (birth.month, birth.day) == (1, 1):
            birth += timedelta(days=1)
        postcode, city = chance.choice(_TOWNS)
        address = f"{chance.choice(_STREETS)} {chance.randrange(1, 99)}"
        people.append(Person(never_issued(birth, chance.randrange(1000, 3000)), name, address, postcode, city))
    return tuple(people)


_ORDINARY = _make(60)


def _special(index: int, **what: bool) -> Person:
    return Person(**{**_ORDINARY[index].__dict__, **what})


UNKNOWN = _special(50, known=False)
WITHOUT_GRANT = _special(51, has_grant=False)
PROTECTED = _special(52, protected=True)
DECEASED = _special(53, deceased=True)
EXEMPT = _special(54, exempt=True)
ALREADY_REGISTERED = _ORDINARY[55]

ORDINARY = _ORDINARY[:50]
"""Known, with a grant, and nothing in the way."""
PEOPLE: tuple[Person, ...] = (
    *ORDINARY,
    UNKNOWN,
    WITHOUT_GRANT,
    PROTECTED,
    DECEASED,
    EXEMPT,
    ALREADY_REGISTERED,
    *_ORDINARY[56:],
)
