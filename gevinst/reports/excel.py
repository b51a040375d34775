"""The same figures as an Excel file: exact values in the cells, shown rounded, for those who calculate further."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from gevinst.ledger.periods import month_of
from gevinst.potentials.potential import Phase
from gevinst.potentials.words import PHASES
from gevinst.profile import load_profile
from gevinst.reports.danish import moment, month_name
from gevinst.reports.figures import Figures
from gevinst.reports.sums import Sums

_FORMATS = {
    "text": {},
    "heading": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom", "bg_color": "#F3F7F7"},
    "title": {"bold": True, "font_size": 14},
    "count": {"num_format": "#,##0"},
    "hours": {"num_format": "#,##0.0"},
    "fte": {"num_format": "#,##0.00"},
    "dkk": {"num_format": "#,##0"},
    "month": {"num_format": "[$-406]mmm yyyy", "align": "left"},
    "day": {"num_format": "dd-mm-yyyy", "align": "left"},
}
_SUMS = (
    ("Sager", "count"),
    ("Brutto, timer", "hours"),
    ("Sagsbehandleres tid, timer", "hours"),
    ("heraf skønnet, timer", "hours"),
    ("Udvikling og drift, timer", "hours"),
    ("Netto, timer", "hours"),
    ("Netto, sekunder", "count"),
    ("Netto, årsværk", "fte"),
    ("Netto, kr. efter lønsats", "dkk"),
    ("Foreløbig, timer (ikke med i netto)", "hours"),
)
Column = tuple[str, str]


def write_workbook(figures: Figures, into: Path) -> None:
    """Write the workbook; an existing file is replaced."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(into), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"Registreret frigjort tid, {month_name(figures.month)}"})
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        titles = {line.key: line.title for line in figures.potentials}
        _about(book, formats, figures)
        lines = (
            ("Potentiale", "text"),
            ("Titel", "text"),
            ("Enhed", "text"),
            *_SUMS,
            ("Forventet, timer pr. år", "hours"),
        )
        _sheet(
            book,
            formats,
            "Potentialer, 12 mdr.",
            lines,
            (
                [each.key, each.title, each.unit, *_values(each.rolling), each.expected_seconds / 3600]
                for each in figures.potentials
            ),
        )
        for name, heading, lines_of in (
            ("Enheder, 12 mdr.", "Enhed", figures.units),
            ("Arter, 12 mdr.", "Art", figures.kinds),
            ("Digitale agenter, 12 mdr.", "Digital agent", figures.agents),
        ):
            _sheet(
                book,
                formats,
                name,
                ((heading, "text"), *_SUMS, ("Forventet, timer pr. år", "hours")),
                ([each.title, *_values(each.rolling), each.expected_seconds / 3600] for each in lines_of),
            )
        _sheet(
            book,
            formats,
            "Prognose",
            (("Bidrag", "text"), ("Potentialer", "count"), ("heraf med skøn", "count"), ("Årsværk om året", "fte")),
            (
                ["Det, der kører nu", "", "", float(figures.forecast.run_rate_fte)],
                *(
                    [_stage_name(each.phase), each.count, each.estimated, float(each.fte)]
                    for each in figures.forecast.stages
                ),
            ),
        )
        _sheet(
            book,
            formats,
            "Potentiale og måned",
            (("Potentiale", "text"), ("Titel", "text"), ("Enhed", "text"), ("Måned", "month"), *_SUMS),
            (
                [potential, titles[potential], unit, _first_day(month), *_values(sums)]
                for (potential, unit, month), sums in sorted(figures.cells.items())
            ),
        )
        _sheet(
            book,
            formats,
            "Måneder",
            (
                ("Måned", "month"),
                *_SUMS,
                ("Rullende 12 mdr., årsværk", "fte"),
                ("3 mdr. omregnet til et år, årsværk", "fte"),
                ("Mål, årsværk", "fte"),
                ("Kontrolsum, lukket måned", "text"),
            ),
            (
                [
                    _first_day(each.month),
                    *_values(each.sums),
                    float(each.rolling.net_fte),
                    float(each.annualised_fte),
                    float(each.target_fte),
                    each.hash,
                ]
                for each in figures.months
            ),
        )
        _sheet(
            book,
            formats,
            "Grundlag",
            (("Sats", "text"), ("Gælder fra", "day"), ("Værdi", "fte"), ("Kilde", "text")),
            ([each.name.danish, each.valid_from, float(each.value), each.source] for each in figures.parameters),
        )


def _about(book: Any, formats: dict[str, Any], figures: Figures) -> None:  # noqa: ANN401 (xlsxwriter has no types)
    sheet = book.add_worksheet("Om tallene")
    sheet.set_column(0, 0, 110)
    sheet.write(0, 0, f"Registreret frigjort tid – {load_profile().name}", formats["title"])
    unfinished = " (måneden er ikke slut)" if figures.month == month_of(figures.made_at) else ""
    notes = [
        f"Til og med {month_name(figures.month)}{unfinished}. Opgjort {moment(figures.made_at)}.",
        "ILLUSTRATIV: potentialer, basislinjer og satser er opdigtede eksempler." if figures.illustrative else "",
        "Forventet, registreret og hjemtaget er tre forskellige tal og lægges aldrig sammen.",
        "Netto = brutto minus sagsbehandleres tid på overdragne sager minus udvikling og drift. Foreløbig tid er ikke med.",
        "Værdierne er regnet i hele sekunder og er ikke afrundet i cellerne; satserne står på arket Grundlag.",
        f"Aktiviteter uden potentiale eller basislinje (ikke med): {figures.unposted}.",
        f"Afsluttede aktiviteter uden postering eller grund (skal være 0): {figures.unsettled}.",
    ]
    for row, note in enumerate(filter(None, notes), 2):
        sheet.write(row, 0, note, formats["text"])


def _stage_name(phase: Phase) -> str:
    return f"{PHASES[phase]}, uden registreret tid" if phase is Phase.IN_OPERATION else PHASES[phase]


def _sheet(
    book: Any,  # noqa: ANN401
    formats: dict[str, Any],
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
) -> None:
    """One table: headings that stay, a filter, and each column in its format."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 44)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    last = 0
    for position, (heading, look) in enumerate(columns):
        wide = 44 if heading in ("Titel", "Kilde") else 26 if look == "text" else 14
        sheet.set_column(position, position, wide, formats[look])
        sheet.write_string(0, position, heading, formats["heading"])
    for last, row in enumerate(rows, 1):
        for position, (value, (_, look)) in enumerate(zip(row, columns, strict=True)):
            if isinstance(value, date):
                sheet.write_datetime(last, position, value, formats[look])
            elif isinstance(value, str):
                sheet.write_string(last, position, value, formats[look])
            else:
                sheet.write_number(last, position, value, formats[look])
    sheet.autofilter(0, 0, last, len(columns) - 1)


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


def _first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)
