"""The sheets of figures, one a question; exact values in the cells, shown rounded."""

from datetime import date

from gevinst.potentials.potential import Phase
from gevinst.potentials.words import PHASES
from gevinst.reports.figures import Figures
from gevinst.reports.sums import Sums
from gevinst.reports.workbook.sheets import Book, Column, Table

_SUMS = (
    Column("Sager", "count"),
    Column("Brutto, timer", "hours"),
    Column("Sagsbehandleres tid, timer", "hours"),
    Column("heraf skønnet, timer", "hours"),
    Column("Udvikling og drift, timer", "hours"),
    Column("Netto, timer", "hours"),
    Column("Netto, sekunder", "count"),
    Column("Netto, årsværk", "fte"),
    Column("Netto, kr. efter lønsats", "dkk"),
    Column("Foreløbig, timer (ikke med i netto)", "hours"),
)
_EXPECTED = Column("Forventet, timer pr. år", "hours")
_POTENTIAL = (Column("Potentiale", "text", 12), Column("Titel", "text", 44), Column("Enhed", "text"))
BASIS = "Netto = brutto - sagsbehandleres tid - udvikling og drift. Satserne står på arket Grundlag."


def potentials_sheet(book: Book, figures: Figures) -> Table:
    """What each potential freed in the twelve months, the largest first."""
    return book.table(
        "Potentialer, 12 mdr.",
        (*_POTENTIAL, *_SUMS, _EXPECTED),
        (
            [each.key, each.title, each.unit, *_values(each.rolling), each.expected_seconds / 3600]
            for each in figures.potentials
        ),
        basis=BASIS,
    )


def shared_sheets(book: Book, figures: Figures) -> Table:
    """The same by unit, kind and digital agent; the table of units."""
    units, *_ = [
        book.table(
            name,
            (Column(heading, "text"), *_SUMS, _EXPECTED),
            ([each.title, *_values(each.rolling), each.expected_seconds / 3600] for each in lines),
            basis=BASIS,
        )
        for name, heading, lines in (
            ("Enheder, 12 mdr.", "Enhed", figures.units),
            ("Arter, 12 mdr.", "Art", figures.kinds),
            ("Digitale agenter, 12 mdr.", "Digital agent", figures.agents),
        )
    ]
    return units


def forecast_sheet(book: Book, figures: Figures) -> None:
    """Where the target's last day may find the programme."""
    found = figures.forecast
    book.table(
        "Prognose",
        (
            Column("Bidrag", "text", 36),
            Column("Potentialer", "count"),
            Column("heraf med skøn", "count"),
            Column("Årsværk om året", "fte"),
        ),
        (
            ["Det, der kører nu", None, None, float(found.run_rate_fte)],
            *([_stage_name(each.phase), each.count, each.estimated, float(each.fte)] for each in found.stages),
        ),
        basis="Det, der kører nu, er de seneste 3 måneder × 4. Intet er ganget med en sandsynlighed.",
    )


def cells_sheet(book: Book, figures: Figures) -> Table:
    """Potential, unit and month: everything there is, for whoever calculates further."""
    titles = {line.key: line.title for line in figures.potentials}
    return book.table(
        "Potentiale og måned",
        (*_POTENTIAL, Column("Måned", "month"), *_SUMS),
        (
            [potential, titles[potential], unit, first_day(month), *_values(sums)]
            for (potential, unit, month), sums in sorted(figures.cells.items())
        ),
        basis=BASIS,
    )


def months_sheet(book: Book, figures: Figures) -> Table:
    """The way to the target, month by month."""
    return book.table(
        "Måneder",
        (
            Column("Måned", "month"),
            *_SUMS,
            Column("Rullende 12 mdr., årsværk", "fte"),
            Column("3 mdr. omregnet til et år, årsværk", "fte"),
            Column("Mål, årsværk", "fte"),
            Column("Kontrolsum, lukket måned", "text"),
        ),
        (
            [
                first_day(each.month),
                *_values(each.sums),
                float(each.rolling.net_fte),
                float(each.annualised_fte),
                float(each.target_fte),
                each.hash,
            ]
            for each in figures.months
        ),
        basis=BASIS,
    )


def basis_sheet(book: Book, figures: Figures) -> None:
    """The rates everything is converted by."""
    book.table(
        "Grundlag",
        (Column("Sats", "text"), Column("Gælder fra", "day"), Column("Værdi", "fte"), Column("Kilde", "text", 60)),
        ([each.name.danish, each.valid_from, float(each.value), each.source] for each in figures.parameters),
    )


def first_day(month: str) -> date:
    """A month given as `YYYY-MM` as the date a sheet holds."""
    return date.fromisoformat(f"{month}-01")


def _stage_name(phase: Phase) -> str:
    return f"{PHASES[phase]}, uden registreret tid" if phase is Phase.IN_OPERATION else PHASES[phase]


def _values(sums: Sums) -> list[float]:
    return [
        sums.cases,
        sums.gross_seconds / 3600,
        sums.human_seconds / 3600,
        sums.human_estimated_seconds / 3600,
        sums.cost_seconds / 3600,
        sums.net_seconds / 3600,
        sums.net_seconds,
        float(sums.net_fte),
        float(sums.net_dkk),
        sums.provisional_seconds / 3600,
    ]
