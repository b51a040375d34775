"""The register as OS2autoproces would show it, and by name whatever doesn't fit there."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from gevinst.errors import Refused
from gevinst.potentials.os2autoproces import fields as f
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import list_potentials
from gevinst.potentials.words import kind_in_danish

_MARK = "…"


@dataclass(frozen=True)
class Exported:
    """How many potentials were written, and in Danish what of them didn't fit."""

    count: int
    remarks: tuple[str, ...]


def export_catalogue(connection: Connection, into: Path) -> Exported:
    """Write the register under the catalogue's headings (.xlsx), or under its fields' names (.json).

    Raises:
        Refused: The file is to be of another kind.
    """
    found = list_potentials(connection)
    if into.suffix.lower() == ".json":
        said = [_by_field(as_theirs(each)) | _form(each) for each in found]
        into.write_text(json.dumps(said, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")
    elif into.suffix.lower() == ".xlsx":
        _write_excel(into, [as_theirs(each) for each in found])
    else:
        raise Refused(f"{into.name} skal ende på .xlsx eller .json")
    remarks = [remark for each in found for remark in _remarks(each)]
    facets = sum(1 for each in found if each.kle_facet)
    if facets and into.suffix.lower() == ".xlsx":
        remarks.append(f"KLE-facetten har ingen kolonne: {facets} følger ikke med")
    return Exported(len(found), tuple(remarks))


def as_theirs(potential: Potential) -> dict[str, Any]:
    """One potential by the catalogue's headings; what it hasn't got is left out."""
    day, phase = potential.phases[-1] if potential.phases else (None, None)
    shown = _shown_phase(potential)
    seconds, volume, share = (
        potential.expected_seconds_per_case,
        potential.volume_per_year,
        potential.expected_share_percent,
    )
    hours = None if seconds is None or volume is None else Decimal(seconds) * volume / 3600
    number = f.number_in(potential.links)
    said = {
        f.ID: int(number) if number else None,
        f.TITLE: _cut(potential.title, f.LONGEST_TITLE),
        f.SUMMARY: _cut(potential.title, f.LONGEST_SUMMARY),
        f.PHASE: f.their_phase(shown) if shown else None,
        f.STATUS: f.REJECTED if phase is Phase.REJECTED else None,
        f.OWNER: potential.owner,
        f.CONTACT: potential.digital_agent,
        f.UNITS: potential.unit,
        f.KLE: potential.kle_subject,
        f.CREATED: potential.phases[0][0] if potential.phases else None,
        f.CHANGED: day,
        f.VOLUME: volume,
        f.MINUTES: None if seconds is None else _rounded(Decimal(seconds) / 60, "0.01"),
        f.SHARE: None if share is None else int(_rounded(share, "1")),
        f.MANUAL_HOURS: None if hours is None else _rounded(hours, "0.01"),
        f.HOURS: None if hours is None or share is None else _rounded(hours * share / 100, "0.01"),
        f.TECHNOLOGY: kind_in_danish(potential.kind),
        f.STARTED: _first(potential, Phase.IN_OPERATION),
        f.STOPPED: day if phase is Phase.CLOSED else None,
        f.CASE: potential.case_reference,
        f.LINKS: "\n".join(potential.links) or None,
        f.NOTES: potential.id,
    }
    return {heading: value for heading, value in said.items() if value is not None}


def _shown_phase(potential: Potential) -> Phase | None:
    """Of what was rejected, the phase before."""
    phases = [phase for _, phase in potential.phases]
    if phases and phases[-1] is Phase.REJECTED:
        return next((phase for phase in reversed(phases) if phase is not Phase.REJECTED), Phase.IDEA)
    return phases[-1] if phases else None


def _first(potential: Potential, wanted: Phase) -> date | None:
    return next((day for day, phase in potential.phases if phase is wanted), None)


def _rounded(number: Decimal, to: str) -> Decimal:
    return number.quantize(Decimal(to), ROUND_HALF_UP)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - len(_MARK)].rstrip() + _MARK


def _remarks(potential: Potential) -> Iterator[str]:
    if len(potential.title) > f.LONGEST_TITLE:
        yield f"{potential.id}: titlen har {len(potential.title)} tegn, og der er plads til {f.LONGEST_TITLE}; den er kortet af"
    if len(potential.title) > f.LONGEST_SUMMARY:
        yield f"{potential.id}: titlen er også for lang til resuméet ({f.LONGEST_SUMMARY} tegn); den er kortet af"
    share = potential.expected_share_percent
    if share is not None and share != int(share):
        yield f"{potential.id}: andelen {share.normalize():f} % er rundet af til hele procent".replace(".", ",")


def _by_field(said: Mapping[str, Any]) -> dict[str, Any]:
    named = {f.FIELD_NAMES[heading]: value for heading, value in said.items() if heading in f.FIELD_NAMES}
    numbers = {name: float(value) for name, value in named.items() if isinstance(value, Decimal)}
    listed = {f.FIELD_NAMES[f.LINKS]: [{"url": link} for link in said.get(f.LINKS, "").split()]}
    phase = {"phase": f.PHASE_NAMES[said[f.PHASE]]} if f.PHASE in said else {}
    status = {"status": "REJECTED"} if f.STATUS in said else {}
    return named | numbers | listed | phase | status


def _form(potential: Potential) -> dict[str, str]:
    """Subject and facet in one, as the catalogue's interface takes them and its Excel file doesn't."""
    return (
        {"form": f"{potential.kle_subject}{potential.kle_facet}"}
        if potential.kle_subject and potential.kle_facet
        else {}
    )


def _write_excel(into: Path, rows: list[dict[str, Any]]) -> None:
    import xlsxwriter

    settings = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(into, settings) as book:
        sheet = book.add_worksheet(f.SHEET)
        sheet.write_row(0, 0, f.HEADINGS, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            for column, heading in enumerate(f.HEADINGS):
                if heading in row:
                    sheet.write(number, column, row[heading])
        sheet.freeze_panes(1, 2)
