"""The list's rows: 331 potentials and the baselines of the one the demo counts for; the same each time."""

import random
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice

from sandbox.potentials.subjects import ACTIONS, UNITS

COUNT = 331
OURS = 42
HEADINGS = (
    *("Id", "Titel", "Enhed", "Ejer", "Digital agent", "Art", "Fase", "Fase fra", "Volumen pr. år"),
    *("Forventet andel (%)", "Forventede minutter pr. sag", "KLE-emne", "KLE-facet"),
)
BASELINE_HEADINGS = (
    *("Potentiale", "Aktivitet", "Sekunder pr. sag", "Metode", "Stikprøve", "Målt af", "Gælder fra"),
    *("Godkendt af leder", "Godkendt af projektkontor"),
)
_MEASURED = (("læs", 120), ("registrér", 240), ("journalisér", 90), ("kvittér", 150))
_PHASES = (
    *["idé"] * 5,
    *["analyseret"] * 3,
    *["godkendt"] * 3,
    *["under udvikling"] * 3,
    *["i drift"] * 5,
    "lukket",
    "afvist",
)
TITLE = "ILLUSTRATIV LISTE: opdigtede potentialer og tal til afprøvning; intet er målt"


def potentials() -> Iterator[tuple[object, ...]]:
    """331 rows; the one that the main job counts for is P-042."""
    chance = random.Random(COUNT)
    wanted = [
        (unit, subject, action)
        for place in range(2)
        for unit in UNITS
        for subject, action in zip(unit.subjects, islice(cycle(ACTIONS), place * 3, None), strict=False)
    ]
    wanted += [(unit, unit.subjects[0], ACTIONS[4]) for unit in UNITS] + [
        (unit, unit.subjects[1], ACTIONS[5]) for unit in UNITS
    ]
    rows = iter(dict.fromkeys(wanted))
    for number in range(1, COUNT + 1):
        if number == OURS:
            yield (
                *(
                    "P-042",
                    "Helbredstillæg: prisoverslag og regninger",
                    "Pension og Ydelser",
                    "Leder af Pension og Ydelser",
                ),
                *("Digital agent, Pension og Ydelser", "softwarerobot", "i drift", date(2026, 1, 1), 9500, 80, 10),
                *("32.03.12", "G01"),
            )
            continue
        unit, subject, (title, kind, minutes) = next(rows)
        yield (
            *(
                f"P-{number:03d}",
                title.format(subject),
                unit.name,
                f"Leder af {unit.name}",
                f"Digital agent, {unit.name}",
            ),
            *(kind, chance.choice(_PHASES), date(2023 + chance.randrange(3), 1 + chance.randrange(12), 1)),
            *(chance.randrange(4, 90) * 50, chance.randrange(8, 19) * 5, minutes + chance.randrange(-3, 9)),
            *(f"{unit.kle}.{chance.randrange(0, 20):02d}", chance.choice(("G01", "G10", "P19", "K08"))),
        )


def baselines() -> Iterator[tuple[object, ...]]:
    """What the demo's robot counts with: measured and approved."""
    for activity, seconds in _MEASURED:
        yield f"P-{OURS:03d}", activity, seconds, "stopur", 30, "MÅL", date(2026, 1, 1), "LED", "PRO"
