"""What PENSYS holds from the start beside its citizens: the same every time."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from sandbox.people import Person
from sandbox.post.paper import PROVIDERS, valid_cvr

CASES = 2_000
YEARS = (2024, 2025, 2026)
_KINDS = ("Helbredstillæg", "Udvidet helbredstillæg", "Varmetillæg", "Personligt tillæg", "Enkeltydelse")
_STATUSES = ("Åben", "Afgjort", "Afventer", "Henlagt")
_TOWNS = ("Eksempelby", "Prøverup", "Demosund")
_MORE = ("Øreklinikken Tænkt", "Tandhuset Ålekær", "Synscenter Prøverup", "Tandteknik Demosund", "Fodklinikken Æble")


@cache  # every test that starts a PENSYS needs them
def cases() -> tuple[tuple[int, str, str, str, str, int], ...]:
    """Two thousand cases of three years: serial, number, ISO date, kind, status, øre."""
    chance = random.Random(2000)
    found = []
    for serial in range(1, CASES + 1):
        day = date(YEARS[0], 1, 1) + timedelta(days=chance.randrange(365 * 3 - 30))
        row = (chance.choice(_KINDS), chance.choice(_STATUSES), chance.randrange(10_000, 2_500_000))
        found.append((serial, f"S-{serial:06d}", day.isoformat(), *row))
    return tuple(found)


def providers() -> list[tuple[int, str, str, str]]:
    """The providers the papers of the sandbox come from, and some more: serial, CVR, name, town. Two share a number."""
    names = [name for name, _, _ in PROVIDERS] + list(_MORE)
    numbers = [valid_cvr(cvr) for _, cvr, _ in PROVIDERS]
    numbers += [valid_cvr(f"2100{serial:03d}0") for serial in range(100, 100 + 20 * len(_MORE), 20)]
    pairs = zip(numbers, names, strict=True)
    return [(serial, cvr, name, _TOWNS[serial % 3]) for serial, (cvr, name) in enumerate(pairs, 1)]


def payments(people: Sequence[Person]) -> list[tuple[str, int, int, str, int]]:
    """Three payments a year to each person: CPR, year, month, what for, øre."""
    chance = random.Random(3)
    return [
        (person.cpr, year, month, chance.choice(_KINDS), chance.randrange(20_000, 300_000))
        for person in people
        for year in YEARS
        for month in (3, 6, 9)
    ]


def letters(people: Sequence[Person]) -> list[tuple[int, str, str, str]]:
    """One letter to each person: its number, CPR, ISO date, subject."""
    return [
        (number, person.cpr, (date(2026, 2, 1) + timedelta(days=number)).isoformat(), "Afgørelse om helbredstillæg")
        for number, person in enumerate(people, 1)
    ]
