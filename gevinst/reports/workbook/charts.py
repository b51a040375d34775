"""The sheet of charts: drawn by Excel itself from the other sheets, so that they follow whatever is filtered there.

Lines differ in dash and marker and bars carry their numbers, so nothing is told by colour alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gevinst.reports.lines import Line
from gevinst.reports.workbook.sheets import Book, Table

_SIZE = {"width": 900, "height": 430}
_ROWS = 23
_BARS = 15
_FONT = {"name": "Calibri", "size": 10}
_INK, _TEAL, _GREY = "#1F2A37", "#00707A", "#5B6770"
_LINES = (
    ("Rullende 12 mdr., årsværk", "Seneste 12 måneder", {"color": _TEAL, "width": 2.75}, {"type": "none"}),
    (
        "3 mdr. omregnet til et år, årsværk",
        "Seneste 3 måneder omregnet til et år",
        {"color": _INK, "width": 1.5, "dash_type": "dash"},
        {"type": "circle", "size": 4, "fill": {"color": "white"}, "border": {"color": _INK}},
    ),
    ("Mål, årsværk", "Mål", {"color": _GREY, "width": 2, "dash_type": "round_dot"}, {"type": "none"}),
)


@dataclass(frozen=True)
class Bars:
    """A bar chart to draw: a sheet, the column that names its bars, and the lines that stand in it."""

    table: Table
    names: str
    title: str
    lines: Sequence[Line]


def add_charts(book: Book, sheet: Any, first_row: int, months: Table, *bars: Bars) -> None:  # noqa: ANN401
    """Under the sentences of a sheet: the way to the target, and the bars of what has any rows."""
    charts = [_way_to_target(book, months), *(_bars(book, each) for each in bars if each.lines)]
    for position, chart in enumerate(charts):
        sheet.insert_chart(first_row + position * _ROWS, 0, chart, {"description": _DESCRIBED[position]})
    sheet.set_h_pagebreaks([first_row + position * _ROWS for position in range(1, len(charts))])


_DESCRIBED = (
    "Linjediagram: registreret frigjort tid i årsværk om året, måned for måned, mod målet. Tallene står på arket Måneder.",
    "Søjlediagram: de enheder, der frigør mest. Tallene står på arket Enheder, 12 mdr.",
    "Søjlediagram: de potentialer, der frigør mest. Tallene står på arket Potentialer, 12 mdr.",
)


def _way_to_target(book: Book, months: Table) -> Any:  # noqa: ANN401
    chart = book.book.add_chart({"type": "line"})
    for heading, name, line, marker in _LINES:
        chart.add_series(
            {
                "name": name,
                "categories": months.cells("Måned"),
                "values": months.cells(heading),
                "line": line,
                "marker": marker,
            }
        )
    chart.set_title({"name": "Vejen til målet: registreret frigjort tid, netto", "name_font": _FONT | {"size": 13}})
    chart.set_x_axis(
        {
            "name": "Måned",
            "name_font": _FONT,
            "num_font": _FONT,
            "num_format": "[$-406]mmm yyyy",
            "date_axis": True,
            "major_unit": 6,
            "major_unit_type": "months",
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "name": "Årsværk om året",
            "name_font": _FONT,
            "num_font": _FONT,
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#D5DBDF", "width": 0.75}},
        }
    )
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size(_SIZE)
    return chart


def _bars(book: Book, bars: Bars) -> Any:  # noqa: ANN401
    """Horizontal, the largest on top: the sheets are sorted so."""
    chart = book.book.add_chart({"type": "bar"})
    table, names, title = bars.table, bars.names, bars.title
    shown = min(_BARS, table.rows)
    if table.rows > shown:
        title = f"{title} (de {shown} største)"
    # From nothing, so that a bar twice as long is twice as much; unless one goes below.
    from_zero = {"min": 0} if bars.lines[shown - 1].rolling.net_seconds >= 0 else {}
    chart.add_series(
        {
            "name": "Netto, årsværk",
            "categories": table.cells(names, shown),
            "values": table.cells("Netto, årsværk", shown),
            "fill": {"color": _TEAL},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "#,##0.00", "font": _FONT},
        }
    )
    chart.set_title({"name": title, "name_font": _FONT | {"size": 13}})
    chart.set_x_axis(
        {
            "name": "Årsværk",
            "name_font": _FONT,
            "num_font": _FONT,
            "num_format": "#,##0.00",
            "major_gridlines": {"visible": True, "line": {"color": "#D5DBDF", "width": 0.75}},
            **from_zero,
        }
    )
    chart.set_y_axis({"reverse": True, "crossing": "max", "num_font": _FONT, "label_position": "low"})
    chart.set_legend({"none": True})
    chart.set_size(_SIZE)
    return chart
