"""The office's list of 331 invented potentials, with its typical errors if one asks for them.

`python -m sandbox.office.potential_list INTO.xlsx [--with-errors]`. It is marked illustrative, and the same each time.
The demo's P-042 is in it as the demo knows it; of what runs without a robot some activities are measured, and a few of
those wait for the project office's approval. `ERRORS` says what is wrong and what would be right.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sandbox.potentials.rows import HEADINGS, potentials
from sandbox.potentials.rows import baselines as of_the_robot
from sandbox.potentials.writing import Cells, Fails, write

SELF_SERVICE = "P-093"
"""In operation with an approved baseline: what a walk-through posts a self-service saving on."""
WAITING = ("P-049", "P-176", "P-243")
"""Measured, and approved by the unit's leader only."""
_ACTIVITIES = {"selvbetjening": "vejled", "chatbot": "besvar", "ændret proces": "behandl"}


class TypicalError(NamedTuple):
    """One cell as somebody filled it in, and what the importer complains of."""

    potential: str
    heading: str
    wrong: object
    complaint: str


ERRORS = (
    TypicalError("P-017", "Forventede minutter pr. sag", "12 min", "'12 min' er ikke et tal"),
    TypicalError("P-058", "Fase fra", "primo 2024", "'primo 2024' er ikke en dato"),
    TypicalError("P-113", "Id", "P-112", "P-112 står også i række"),
    TypicalError("P-190", "Volumen pr. år", -250, "skal være et helt tal på 0 eller mere"),
    TypicalError("P-254", "Forventet andel (%)", Fails("=1/0", "#DIV/0!"), "formlen i cellen giver fejlen #DIV/0!"),
)


def rows(*, with_errors: bool = False) -> Iterator[Cells]:
    """The list, by its headings."""
    wrong = {(each.potential, HEADINGS.index(each.heading)): each.wrong for each in ERRORS} if with_errors else {}
    for row in potentials():
        yield [wrong.get((str(row[0]), place), cell) for place, cell in enumerate(row)]


def baselines() -> Iterator[Cells]:
    """The robot's, and one of each second potential that is in operation without a robot, from its first day there."""
    yield from of_the_robot()
    measured = 0
    for number, _, _, _, _, kind, phase, since, _, _, minutes, *_ in potentials():
        if phase != "i drift" or kind not in _ACTIVITIES:
            continue
        measured += 1
        if measured % 2 and number not in (SELF_SERVICE, *WAITING):
            continue
        office = None if number in WAITING else "PRO"
        seconds = int(str(minutes)) * 60
        yield number, _ACTIVITIES[str(kind)], seconds, "stikprøve", 25, "MÅL", since, "LED", office


def main(arguments: list[str]) -> None:
    """Write the file that is named."""
    into = [each for each in arguments if each != "--with-errors"]
    write(Path(into[0]), rows(with_errors="--with-errors" in arguments), baselines())


if __name__ == "__main__":
    main(sys.argv[1:])
