"""A file out of OS2autoproces as rows of our list; whatever of it the register hasn't got is told, nothing is dropped in silence.

Where the catalogue says what we would have told it, ours stays: a title it cut or a share it rounded changes nothing here.
An empty or 0 number says nothing there, so ours stays as well.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from gevinst.errors import Refused
from gevinst.potentials.cells import is_link
from gevinst.potentials.checking import complaints
from gevinst.potentials.os2autoproces import fields as f
from gevinst.potentials.os2autoproces.writing import as_theirs
from gevinst.potentials.placed import Placed
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.rows import PotentialRow
from gevinst.potentials.sheets import read_tables
from gevinst.potentials.words import KINDS, kind_in_danish

_KEYS = frozenset({f.ID, f.TITLE, f.PHASE})
_TOLD = {f.STATUS, f.CREATED, f.CHANGED, f.MANUAL_HOURS, f.HOURS, f.STARTED, f.STOPPED, *f.OURS}
"""The headings that are used, or computed from those that are."""
_SHOWN = 5
_SIGNS = {
    "chatbot": ("chatbot", "voicebot"),
    "ai": ("kunstig intelligens", "ai", "machine learning", "maskinlæring"),
    "self-service": ("selvbetjening",),
    "digital form": ("blanket", "formular", "os2forms"),
    "robot": ("rpa", "robot", "robotics", "softwarerobot", "uipath", "blue prism"),
    "integration": ("integration", "api", "datadeling"),
}
"""Words in the technologies, which each municipality writes as it likes, that say what kind it is; the first one counts."""


@dataclass
class Catalogue:
    """What a file holds for us.

    Attributes:
        rows: As our list would have them.
        remarks: In Danish, what doesn't come along or had to be guessed.
        covers: The potentials of ours that the catalogue knows, by their link.
    """

    rows: list[Placed[PotentialRow]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    covers: frozenset[str] = frozenset()


def read_catalogue(path: Path, register: Sequence[Potential], units: Sequence[str]) -> Catalogue:
    """Read the catalogue's own Excel file.

    Args:
        path: The file, or the same as CSV.
        register: Our potentials, to find those that are known.
        units: The municipality's own; none: any.

    Raises:
        ImportRefused: With every bad row, by the catalogue's headings.
        Refused: The file can't be read, or is none of the catalogue's.
    """
    linked = _linked(register)
    by_id = {each.id: each for each in register}
    read = Catalogue(covers=frozenset(each.id for each in linked.values()))
    counts: Counter[str] = Counter()
    remarks: dict[str, list[int]] = defaultdict(list)
    problems: list[Problem] = []
    for table in read_tables(path, (_KEYS,), (f.ID, f.TITLE, f.PHASE)):
        for place, cells in table.rows:
            noted = str(cells.get(f.NOTES, "")).partition(" ")[0]
            known = linked.get(_number(cells)) or by_id.get(noted)
            nothing = (0, "0", "Nej", known and known.id)
            counts.update(name for name, cell in cells.items() if name not in _TOLD and cell not in nothing)
            row = _Row(cells, known, units)
            try:
                read.rows.append(Placed(table.sheet, place, PotentialRow.model_validate(row.as_ours())))
            except ValidationError as error:
                problems += complaints(table.sheet, place, error)
            for remark in row.remarks:
                remarks[remark].append(place)
    if problems:
        raise ImportRefused(in_their_words(problems))
    read.remarks += [f"{_rows(places)}: {remark}" for remark, places in remarks.items()]
    if counts:
        told = ", ".join(f"{heading} ({count})" for heading, count in counts.items())
        read.remarks.append(f"Registret har ikke disse kolonner; så mange celler følger ikke med: {told}")
    return read


def _rows(places: Sequence[int]) -> str:
    """`Række 2`, or how many and the first of them."""
    if len(places) == 1:
        return f"Række {places[0]}"
    first = ", ".join(map(str, places[:_SHOWN]))
    return f"{len(places)} rækker ({first}{', …' if len(places) > _SHOWN else ''})"


def _linked(register: Sequence[Potential]) -> dict[str, Potential]:
    """Our potentials by the catalogue's number of them."""
    found: dict[str, Potential] = {}
    for each in register:
        number = f.number_in(each.links)
        if number and number in found:
            raise Refused(
                f"{found[number].id} og {each.id} har begge linket {f.address(number)}; tag det ud af den ene"
            )
        if number:
            found[number] = each
    return found


def in_their_words(problems: Sequence[Problem]) -> list[Problem]:
    """Complaints by the headings of the catalogue's file."""
    theirs = {ours: heading for heading, ours in f.OURS.items()} | {"Fase fra": f.CHANGED}
    return [Problem(each.sheet, each.row, theirs.get(each.column, each.column), each.reason) for each in problems]


def _number(cells: Mapping[str, Any]) -> str:
    cell = cells.get(f.ID)
    return str(int(cell)) if isinstance(cell, int | float) else str(cell or "").strip()


_NOUGHT = re.compile(r"0+([.,]0+)?")


class _Row:
    """One row on its way to ours, and what must be said of it."""

    def __init__(self, cells: Mapping[str, Any], known: Potential | None, units: Sequence[str]) -> None:
        self.cells, self.known, self.units = cells, known, units
        self.told = as_theirs(known) if known else {}
        self.remarks: list[str] = []

    def as_ours(self) -> dict[str, Any]:
        """The cells of our list."""
        phase, since = self._phase()
        number = _number(self.cells)
        owner = self._person(f.OWNER, f.CONTACT, f.REPORTER)
        return {
            "Id": self.known.id if self.known else f"OS-{number}" if number else None,
            "Titel": self._value(f.TITLE, self.known and self.known.title),
            "Enhed": self._unit(),
            "Ejer": self._value(f.OWNER, self.known and self.known.owner) or owner,
            "Digital agent": self._value(f.CONTACT, self.known and self.known.digital_agent)
            or self._person(f.CONTACT, f.REPORTER),
            "Art": self._kind(),
            "Fase": phase,
            "Fase fra": since,
            "Volumen pr. år": self._value(f.VOLUME, self.known and self.known.volume_per_year),
            "Forventet andel (%)": self._value(f.SHARE, self.known and self.known.expected_share_percent),
            "Forventede minutter pr. sag": self._minutes(),
            "KLE-emne": self._kle(),
            "KLE-facet": self.known and self.known.kle_facet,
            "Links": self._links(),
            "Sag i ESDH": self._value(f.CASE, self.known and self.known.case_reference),
        }

    def _value(self, heading: str, ours: object) -> object:
        """Theirs, unless it says nothing or what we told them."""
        cell = self.cells.get(heading)
        return ours if self._is_empty(cell) or self._is_told(heading) else cell

    def _is_empty(self, cell: object) -> bool:
        """A cell nobody filled in has 0 in their file, and "0" in the same as CSV."""
        return cell in (None, "", 0) or (isinstance(cell, str) and _NOUGHT.fullmatch(cell.strip()) is not None)

    def _is_told(self, heading: str) -> bool:
        """Whether they say just what we would tell them."""
        return heading in self.told and _same(self.cells.get(heading), self.told[heading])

    def _minutes(self) -> object:
        seconds = self.known.expected_seconds_per_case if self.known else None
        return self._value(f.MINUTES, None if seconds is None else Decimal(seconds) / 60)

    def _person(self, *headings: str) -> object:
        """The first that is filled in."""
        first, *others = (heading for heading in headings)
        if not self._is_empty(self.cells.get(first)):
            return self.cells[first]
        for heading in others:
            if not self._is_empty(self.cells.get(heading)):
                if self.known is None:
                    self.remarks.append(f"'{first}' er tom; '{heading}' er brugt i stedet")
                return self.cells[heading]
        return None

    def _unit(self) -> object:
        said = self.cells.get(f.UNITS)
        if self._is_empty(said) or self._is_told(f.UNITS) or not isinstance(said, str):
            return self.known.unit if self.known else said
        # Several stand with a comma alone between them; a comma with a space is part of a name.
        names = [name.strip() for name in re.split(r",(?! )", said) if name.strip()]
        ours = [name for name in names if not self.units or name in self.units]
        chosen = ours[0] if ours else self.known.unit if self.known else names[0]
        if self.known and self.known.unit in names:
            chosen = self.known.unit
        if others := [name for name in names if name != chosen]:
            self.remarks.append(f"enheden er '{chosen}'; '{f.UNITS}' har også: {', '.join(others)}")
        return chosen

    def _kind(self) -> str:
        """What it is in the register; of a new one what its technology says."""
        if self.known:
            return kind_in_danish(self.known.kind)
        said = str(self.cells.get(f.TECHNOLOGY, "")).lower()
        if said in KINDS.values():
            return said
        words = set(re.findall(r"\w+", said))
        for kind, signs in _SIGNS.items():
            if any(sign in words or (" " in sign and sign in said) for sign in signs):
                return kind_in_danish(kind)
        self.remarks.append(f"arten er sat til 'andet'; '{f.TECHNOLOGY}' er {said or 'tom'}")
        return KINDS["other"]

    def _kle(self) -> object:
        said = self._value(f.KLE, self.known and self.known.kle_subject)
        if said is None or re.fullmatch(r"\d\d\.\d\d\.\d\d", str(said)):
            return said
        self.remarks.append(f"'{f.KLE}' er '{said}', der ikke er et KLE-emne som 32.03.12; det følger ikke med")
        return self.known and self.known.kle_subject

    def _links(self) -> str:
        """Theirs, the process's own page first; of a known one ours as well."""
        number = _number(self.cells)
        said = [line.strip() for line in str(self.cells.get(f.LINKS, "")).splitlines()]
        for line in filter(None, said):
            if not is_link(line):
                self.remarks.append(f"'{line}' er ikke et link og følger ikke med")
        theirs = [line for line in said if is_link(line)]
        ours = list(self.known.links) if self.known else []
        own = [f.address(number)] if number else []
        return " ".join(dict.fromkeys([*ours, *own, *theirs]))

    def _phase(self) -> tuple[object, object]:
        """Our phase and its first day; the day it has here, where the phase is the same."""
        said, status = str(self.cells.get(f.PHASE, "")).strip(), str(self.cells.get(f.STATUS, "")).strip()
        phase = f.PHASES.get(said)
        if phase is None:
            return said or None, self.cells.get(f.CHANGED)
        if status in f.GIVEN_UP and phase not in (Phase.IN_OPERATION, Phase.CLOSED):
            phase = Phase.REJECTED
            self.remarks.append(f"fase '{said}' med status '{status}' bliver 'afvist'")
        elif status:
            self.remarks.append(f"status '{status}' følger ikke med; registret har kun fasen")
        if self.known and self.known.phases and self.known.phases[-1][1] is phase:
            day, _ = self.known.phases[-1]
            return phase, day
        if said == "Implementering":
            self.remarks.append("fase 'Implementering' bliver 'under udvikling'")
        of_phase = {Phase.IDEA: f.CREATED, Phase.IN_OPERATION: f.STARTED, Phase.CLOSED: f.STOPPED}.get(phase, f.CHANGED)
        if phase is Phase.CLOSED and not self._is_empty(self.cells.get(f.STARTED)):
            self.remarks.append(f"'{f.STARTED}' følger ikke med; registret får kun den fase, det er i nu")
        since = self.cells.get(of_phase)
        if self._is_empty(since) and of_phase != f.CHANGED:
            self.remarks.append(f"'{of_phase}' er tom; fasen er dateret '{f.CHANGED}'")
            since = self.cells.get(f.CHANGED)
        elif of_phase == f.CHANGED:
            self.remarks.append(f"fasens begyndelse kendes ikke; den er dateret '{f.CHANGED}'")
        return phase, since


def _same(theirs: object, ours: object) -> bool:
    if isinstance(ours, int | Decimal):
        try:
            return Decimal(str(theirs).replace(",", ".")) == Decimal(ours)
        except ArithmeticError:
            return False
    return " ".join(str(theirs).split()) == " ".join(str(ours).split())
