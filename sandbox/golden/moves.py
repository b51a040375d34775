"""Notices that somebody has moved: the municipality's form and letters of citizens, with the truth."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from gevinst.codes import Code
from sandbox.golden import writing
from sandbox.golden.sheet import Item, Sheet
from sandbox.people import ORDINARY, Person

TEMPLATE = "change-of-address"
_TITLES = ("Flytteanmeldelse", "Anmeldelse af flytning", "Anmeldelse af adresseændring", "FLYTTEANMELDELSE")
_STREETS = ("Opdigtet Allé", "Prøvevej", "Eksempelstien", "Sandkassevej", "Tænkt Plads", "Demogade", "Ærtebjergvej")
_TOWNS = (("4400", "Eksempelby"), ("4450", "Prøverup"), ("4470", "Demosund"), ("8000", "Øvelsesby C"))
_UNITS = {
    "": "",
    "2. tv.": "2. tv.",
    "st. th": "st. th.",
    "1. sal": "1.",
    "4. mf": "4. mf.",
    "st.": "st.",
    "1 th": "1. th.",
}
"""Floor and door as people write them, and as they are read."""
_LABELS = {
    "cpr": ("CPR-nr.", "CPR-nummer", "Personnummer", "Dit CPR-nummer"),
    "citizen_name": ("Navn", "Fulde navn", "Dit navn", "Borgerens navn"),
    "old_address": ("Nuværende adresse", "Gammel adresse", "Fraflytningsadresse", "Flytter fra", "Tidligere adresse"),
    "new_address": ("Ny adresse", "Tilflytningsadresse", "Flytter til"),
    "move_in_date": ("Flyttedato", "Indflytningsdato", "Dato for flytning", "Dato for indflytning"),
    "persons": ("Antal personer, der flytter med", "Antal medflyttende", "Antal personer, der flytter"),
    "phone": ("Telefon", "Tlf.", "Telefonnummer", "Mobil"),
    "email": ("E-mail", "E-mailadresse", "Mail"),
    "signature_date": ("Dato for underskrift", "Underskriftsdato", "Underskrevet den", "Dato"),
}
_TAGS = {
    "cpr": "cpr",
    "citizen_name": "navn",
    "old_address": "gammelAdresse",
    "new_address": "nyAdresse",
    "move_in_date": "flyttedato",
    "persons": "antalMedflyttende",
    "phone": "telefon",
    "email": "email",
    "signature_date": "underskriftsdato",
}


def sheet(chance: random.Random) -> Sheet:
    """An ordinary notice; some without a telephone number, an e-mail address or anybody who moves along."""
    person = chance.choice(ORDINARY)
    moved = date(2026, 1, 5) + timedelta(days=chance.randrange(300))
    signed = moved - timedelta(days=chance.randrange(1, 40))
    values = {
        "citizen_name": (person.name, ""),
        "cpr": (writing.cpr(chance, person.cpr), _formatted(person)),
        "old_address": _address(chance),
        "new_address": _address(chance),
        "move_in_date": (writing.day(chance, moved), moved.isoformat()),
        "persons": (str(chance.randrange(0, 6)), ""),
        "phone": _phone(chance),
        "email": (_email(chance, person), ""),
        "signature_date": (writing.day(chance, signed), signed.isoformat()),
    }
    for name in ("persons", "phone", "email"):
        if chance.random() < 0.15:
            del values[name]
    items = [
        Item(chance.choice(_LABELS[name]), text, name, value, tag=_TAGS[name]) for name, (text, value) in values.items()
    ]
    if chance.random() < 0.3:
        items.insert(chance.randrange(2, len(items)), Item("Udlejer", "Boligselskabet Opdigtet", tag="udlejer"))
    return Sheet(
        template=TEMPLATE,
        kind="flytning",
        title=chance.choice(_TITLES),
        items=tuple(items),
        head=("Prøveby Kommune", "Borgerservice"),
        words=("Jeg erklærer, at oplysningerne er rigtige.", "Underskrift: ______________________"),
        foot=("Flytning skal anmeldes senest fem dage efter, at du er flyttet.",),
    )


def _formatted(person: Person) -> str:
    return f"{person.cpr[:6]}-{person.cpr[6:]}"


def _address(chance: random.Random) -> tuple[str, str]:
    """As it is written, and as it is read."""
    street = f"{chance.choice(_STREETS)} {chance.randrange(1, 199)}{chance.choice(('', '', '', 'A', 'B'))}"
    unit = chance.choice(("", "", "", *_UNITS))
    place = chance.choice(("", "", "", "", "Lille Demosund"))
    city = " ".join(chance.choice(_TOWNS))
    written, truth = ((street, each, place, city) for each in (unit, _UNITS[unit]))
    return ", ".join(filter(None, written)), ", ".join(filter(None, truth))


def _phone(chance: random.Random) -> tuple[str, str]:
    digits = f"{chance.randrange(20, 99)}{chance.randrange(10**6):06}"
    return writing.phone(chance, digits), digits


def _email(chance: random.Random, person: Person) -> str:
    plain = person.name.lower().replace(" ", ".")
    for letter, written in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        plain = plain.replace(letter, written)
    return f"{plain}{chance.choice(('', '', str(chance.randrange(100))))}@{chance.choice(('post', 'mail'))}.example"


def doubtful(chance: random.Random) -> Sheet:
    """A notice that nobody may settle but a person."""
    return chance.choice(_DOUBTS)(chance, sheet(chance))


def _of_two(chance: random.Random, ordinary: Sheet) -> Sheet:
    held = {item.truth for item in ordinary.items}
    other = chance.choice([each for each in ORDINARY if _formatted(each) not in held])
    return ordinary.doubtful(
        Code.SEVERAL_CITIZENS, words=(f"Medflyttende ægtefælle: CPR-nr. {_formatted(other)}.", *ordinary.words)
    )


def _without_new_address(_: random.Random, ordinary: Sheet) -> Sheet:
    kept = tuple(item for item in ordinary.items if item.field != "new_address")
    return ordinary.doubtful(Code.FIELD_MISSING, items=kept)


_DOUBTS: tuple[Callable[[random.Random, Sheet], Sheet], ...] = (_of_two, _without_new_address)
