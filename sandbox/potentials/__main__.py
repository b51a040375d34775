"""Make the list: `python -m sandbox.potentials FILE.xlsx`."""

import random
import sys
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import xlsxwriter

from sandbox.potentials.subjects import ACTIONS, UNITS

COUNT = 331
OURS = 42
_HEADINGS = (
    *("Id", "Titel", "Enhed", "Ejer", "Digital agent", "Art", "Fase", "Fase fra", "Volumen pr. år"),
    *("Forventet andel (%)", "Forventede minutter pr. sag", "KLE-emne", "KLE-facet"),
)
_BASELINE_HEADINGS = (
    *("Potentiale", "Aktivitet", "Sekunder pr. sag", "Metode", "Stikprøve", "Målt af", "Gælder fra"),
    *("Godkendt af leder", "Godkendt af projektkontor"),
)
_BASELINES = (("læs", 120), ("registrér", 240), ("journalisér", 90), ("kvittér", 150))
_PHASES = (
    *["idé"] * 5,
    *["analyseret"] * 3,
    *["godkendt"] * 3,
    *["under udvikling"] * 3,
    *["i drift"] * 5,
    "lukket",
    "afvist",
)
_TITLE = "ILLUSTRATIV LISTE: opdigtede potentialer og tal til afprøvning; intet er målt"


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


def write(path: Path) -> None:
    """Write the Excel file: the list, and the baselines of P-042."""
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True, "bg_color": "#DCE9EE"})
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet("Potentialer")
        sheet.write(0, 0, _TITLE, book.add_format({"bold": True, "font_color": "#9C0006"}))
        sheet.write_row(1, 0, _HEADINGS, bold)
        for number, row in enumerate(potentials(), 2):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, day if isinstance(cell, date) else None)
        sheet.freeze_panes(2, 2)
        sheet.autofit()
        sheet = book.add_worksheet("Basislinjer")
        sheet.write_row(0, 0, _BASELINE_HEADINGS, bold)
        for number, (activity, seconds) in enumerate(_BASELINES, 1):
            sheet.write_row(number, 0, ("P-042", activity, seconds, "stopur", 30, "MÅL"))
            sheet.write(number, 6, date(2026, 1, 1), day)
            sheet.write_row(number, 7, ("LED", "PRO"))
        sheet.autofit()


if __name__ == "__main__":
    write(Path(sys.argv[1]))
