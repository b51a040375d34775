"""The whole list of potentials with its filters, and one potential with its baselines and months."""

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from gevinst.opinions import opinions
from gevinst.reports.lines import total
from gevinst.reports.sums import Sums
from gevinst.web.asking import A_PAGE, Sheet, filters_in, not_there, offset, page_in, period_in, til_in
from gevinst.web.downloads import Cell, csv_file
from gevinst.web.house import House
from gevinst.web.kept import Kept
from gevinst.web.queries.baselines import baselines_of
from gevinst.web.shown import frame

SUMS_HEADINGS = (
    "Sager",
    "Brutto, sekunder",
    "Foreløbig, sekunder",
    "Sagsbehandleres tid, sekunder",
    "heraf skønnet, sekunder",
    "Udvikling og drift, sekunder",
    "Udvikling og drift, øre",
    "Netto, sekunder",
)


def potentials(request: Request, house: House) -> Response:
    """`/potentialer?til=2026-11&periode=12&enhed=…&art=…&agent=…&fase=…&soeg=…&side=2`."""
    period, filters, page = period_in(request), filters_in(request), page_in(request)
    with house.figures.opened() as read:
        til = read.til(til_in(request))
        rows = read.kept.rows(period, til)
        chosen = read.kept.chosen(period, til, filters)
        sheet = Sheet(chosen.rows[offset(page) : offset(page) + A_PAGE], page, len(chosen.rows))
        if page > sheet.pages:
            raise not_there("Listen har ikke så mange sider.")
        return read.kept.page(
            repr((period, til, filters, page)),
            lambda: house.page(
                "potentials.html",
                here="potentials",
                **frame(read, til, period),
                filters=filters,
                chosen=chosen,
                sheet=sheet,
                units=sorted({row.unit for row in rows}),
                kinds=sorted({row.kind for row in rows}),
                agents=sorted({row.potential.digital_agent for row in rows}),
                phases=sorted({row.phase for row in rows}),
            ),
        )


def potentials_csv(request: Request, house: House) -> Response:
    """`/potentialer.csv`: what the list shows, all pages of it."""
    period, filters = period_in(request), filters_in(request)
    with house.figures.opened() as read:
        til = read.til(til_in(request))
        chosen = read.kept.chosen(period, til, filters)
        headings = (
            "Id",
            "Titel",
            "Enhed",
            "Art",
            "Digital agent",
            "Fase",
            *SUMS_HEADINGS,
            "Forventet, sekunder pr. år",
        )
        rows: Iterator[Sequence[Cell]] = (
            (
                row.potential.id,
                row.potential.title,
                row.unit,
                row.kind,
                row.potential.digital_agent,
                row.phase,
                *sums_cells(row.sums),
                row.expected_seconds,
            )
            for row in chosen.rows
        )
        return csv_file(f"potentialer-{til}-{period}.csv", headings, rows)


def sums_cells(sums: Sums) -> tuple[int, ...]:
    """Sums as the cells below `SUMS_HEADINGS`."""
    return (
        sums.cases,
        sums.gross_seconds,
        sums.provisional_seconds,
        sums.human_seconds,
        sums.human_estimated_seconds,
        sums.cost_seconds,
        sums.cost_ore,
        sums.net_seconds,
    )


def potential(request: Request, house: House) -> Response:
    """`/potentialer/P-042?til=2026-11&periode=12&enhed=…`."""
    wanted, unit, period = request.path_params["potential"], request.query_params.get("enhed", ""), period_in(request)
    with house.figures.opened() as read:
        til = read.til(til_in(request))
        kept = read.kept
        known = next((each for each in kept.figures.register if each.id == wanted), None)
        if known is None:
            raise not_there("Potentialet findes ikke i potentialelisten.")
        months = by_month(kept, wanted, unit, period.months(kept.figures, til))
        return house.page(
            "potential.html",
            here="potentials",
            **frame(read, til, period),
            potential=known,
            phase=next((row.phase for row in kept.rows(period, til) if row.potential.id == wanted), ""),
            expected=sum(row.expected_seconds for row in kept.rows(period, til) if row.potential.id == wanted),
            unit=unit,
            units=kept.units_of(wanted),
            baselines=tuple(baselines_of(read.connection, wanted).values()),
            by_month=months,
            opinions=opinions(read.connection, wanted).get(wanted),
            sums=total(months.values()),
        )


def by_month(kept: Kept, potential_id: str, unit: str, months: Sequence[str]) -> dict[str, Sums]:
    """A potential's sums month by month, the latest first; those of one unit where it is named."""
    found: dict[str, Sums] = {}
    units = kept.figures.by_place.get(potential_id, {})
    for month in reversed(months):
        in_month = [posted[month] for each, posted in units.items() if each == (unit or each) and month in posted]
        if in_month:
            found[month] = total(in_month)
    return found
