"""The register as the office's list: brought in again unchanged it changes nothing, edited it changes just that."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from gevinst.potentials.baselines import ApproverRole
from gevinst.potentials.potential import Potential
from gevinst.potentials.register import list_potentials
from gevinst.potentials.rows import BaselineRow, PotentialRow
from gevinst.potentials.words import METHODS, PHASES, activity_in_danish, kind_in_danish
from gevinst.store.tables import baseline_approvals, baselines

POTENTIALS, BASELINES = "Potentialer", "Basislinjer"
_MARK = "ILLUSTRATIV LISTE"
_AS_WRITTEN = {"default_date_format": "dd-mm-yyyy", "strings_to_formulas": False, "strings_to_urls": False}
_WIDTHS = {"Id": 8, "Titel": 48, "Enhed": 26, "Ejer": 26, "Digital agent": 30, "Links": 40}


def export_list(connection: Connection, into: Path) -> int:
    """Write the register with its baselines to an Excel file; returns how many potentials.

    Of a potential's phases the latest is shown. The file replaces one of the same name.
    """
    import xlsxwriter

    found = list_potentials(connection)
    with xlsxwriter.Workbook(into, _AS_WRITTEN) as book:
        first = book.add_worksheet(POTENTIALS)
        top = 2 if any(each.illustrative for each in found) else 0
        if top:
            first.write(0, 0, _MARK)
        _write(book, first, top, PotentialRow.headings(), [_cells(each) for each in found])
        _write(book, book.add_worksheet(BASELINES), 0, BaselineRow.headings(), list(_baselines(connection)))
    return len(found)


def _write(book: Any, sheet: Any, top: int, headings: list[str], rows: list[list[Any]]) -> None:  # noqa: ANN401
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    for column, heading in enumerate(headings):
        sheet.write(top, column, heading, bold)
        sheet.set_column(column, column, _WIDTHS.get(heading, 14))
    for number, cells in enumerate(rows, top + 1):
        for column, cell in enumerate(cells):
            sheet.write(number, column, cell)
    sheet.freeze_panes(top + 1, 2)
    if rows:
        sheet.autofilter(top, 0, top + len(rows), len(headings) - 1)


def _cells(potential: Potential) -> list[Any]:
    day, phase = potential.phases[-1] if potential.phases else (None, None)
    seconds = potential.expected_seconds_per_case
    return [
        potential.id,
        potential.title,
        potential.unit,
        potential.owner,
        potential.digital_agent,
        kind_in_danish(potential.kind),
        PHASES[phase] if phase is not None else None,
        day,
        potential.volume_per_year,
        potential.expected_share_percent,
        None if seconds is None else round(Decimal(seconds) / 60, 4),
        potential.kle_subject,
        potential.kle_facet,
        "\n".join(potential.links),
        potential.case_reference,
    ]


def _baselines(connection: Connection) -> Iterator[list[Any]]:
    given = {
        (row.baseline_id, row.role): row.approved_by for row in connection.execute(select(baseline_approvals)).all()
    }
    order = (baselines.c.potential_id, baselines.c.activity, baselines.c.valid_from)
    for row in connection.execute(select(baselines).order_by(*order)):
        yield [
            row.potential_id,
            activity_in_danish(row.activity),
            row.seconds_per_case,
            METHODS[row.method],
            row.sample_size,
            row.measured_by,
            row.valid_from,
            given.get((row.id, ApproverRole.UNIT_LEADER)),
            given.get((row.id, ApproverRole.PROJECT_OFFICE)),
        ]
