"""The same figures as an Excel file: exact values in the cells, shown rounded, for those who calculate further."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection

from gevinst.ledger.periods import month_of
from gevinst.profile import load_profile
from gevinst.reports.danish import moment, month_name
from gevinst.reports.figures import Figures
from gevinst.reports.workbook.charts import Bars, add_charts
from gevinst.reports.workbook.figures import (
    basis_sheet,
    cells_sheet,
    forecast_sheet,
    months_sheet,
    potentials_sheet,
    shared_sheets,
)
from gevinst.reports.workbook.lists import list_sheets
from gevinst.reports.workbook.sheets import new_book


def write_workbook(figures: Figures, into: Path, connection: Connection | None = None) -> None:
    """Write the workbook; an existing file is replaced.

    Args:
        figures: What the sheets show.
        into: The file.
        connection: A transaction that reads: with one, the lists behind the figures and the month's entries are in it.
    """
    with new_book(into, f"Registreret frigjort tid, {month_name(figures.month)}") as book:
        notes = list(_notes(figures))
        about = book.notes("Om tallene", f"Registreret frigjort tid – {load_profile().name}", notes)
        potentials = potentials_sheet(book, figures)
        units = shared_sheets(book, figures)
        forecast_sheet(book, figures)
        cells_sheet(book, figures)
        months = months_sheet(book, figures)
        basis_sheet(book, figures)
        if connection is not None:
            list_sheets(book, connection, figures.month)
        add_charts(
            book,
            about,
            len(notes) + 3,
            months,
            Bars(units, "Enhed", "Enheder: netto årsværk, seneste 12 måneder", figures.units),
            Bars(potentials, "Titel", "Potentialer: netto årsværk, seneste 12 måneder", figures.potentials),
        )


def _notes(figures: Figures) -> Iterator[str]:
    unfinished = " (måneden er ikke slut)" if figures.month == month_of(figures.made_at) else ""
    yield f"Til og med {month_name(figures.month)}{unfinished}. Opgjort {moment(figures.made_at)}."
    if figures.illustrative:
        yield "ILLUSTRATIV: potentialer, basislinjer og satser er opdigtede eksempler."
    yield "Forventet, registreret og hjemtaget er tre forskellige tal og lægges aldrig sammen."
    yield "Netto = brutto minus sagsbehandleres tid på overdragne sager minus udvikling og drift. Foreløbig tid er ikke med."
    yield "Værdierne er regnet i hele sekunder og er ikke afrundet i cellerne; satserne står på arket Grundlag."
    yield f"Aktiviteter uden potentiale eller basislinje (ikke med): {figures.unposted}."
    yield f"Afsluttede aktiviteter uden postering eller grund (skal være 0): {figures.unsettled}."
