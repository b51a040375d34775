"""A potential's month by activity, and the entries of an activity: the last figures before the cases themselves."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from gevinst.items.model import label
from gevinst.ledger.words import KINDS, ROLES
from gevinst.potentials.potential import Potential
from gevinst.potentials.words import activity_in_danish
from gevinst.reports.lines import total
from gevinst.store.clock import to_datetime
from gevinst.web.asking import Sheet, not_there, page_in
from gevinst.web.downloads import Cell as Shown
from gevinst.web.downloads import csv_file
from gevinst.web.house import House
from gevinst.web.kept import Reading
from gevinst.web.queries.baselines import baselines_of
from gevinst.web.queries.entries import Cell, Entry, activities, all_entries, page_of_entries
from gevinst.web.shown import frame

EVERY = "alle"
"""Stands in an address for all activities of the month."""
HEADINGS = (
    *("Postering", "Emne", "Kilde", "Potentiale", "Enhed", "Måned", "Art", "Rolle", "Aktivitet", "Antal", "Sekunder"),
    *("Øre", "Basislinje, version", "Foreløbig", "Skønnet", "Sket (UTC)", "Ført (UTC)", "Kørsel"),
    *("Tilbagefører", "Erstatter", "Tilbageført af", "Dokumentation"),
)


def month(request: Request, house: House) -> Response:
    """`/potentialer/P-042/2026-10?enhed=…`: its activities, and a check that they come to the month's figure."""
    cell = cell_in(request)
    with house.figures.opened() as read:
        read.til(cell.month)
        known = potential_in(read, cell)
        found = activities(read.connection, cell, baselines_of(read.connection, cell.potential))
        units = read.kept.figures.by_place.get(cell.potential, {})
        figure = total(
            posted[cell.month] for unit, posted in units.items() if cell.unit in ("", unit) and cell.month in posted
        )
        posted = total(each.sums for each in found)
        return house.page(
            "month.html",
            here="potentials",
            **frame(read, cell.month),
            cell=cell,
            potential=known,
            activities=found,
            sums=posted,
            figure=figure,
            agrees=(posted.net_seconds, posted.gross_seconds, posted.provisional_seconds)
            == (figure.net_seconds, figure.gross_seconds, figure.provisional_seconds),
            closed=any(each.is_closed for each in read.kept.figures.months if each.month == cell.month),
        )


def entries(request: Request, house: House) -> Response:
    """`/potentialer/P-042/2026-10/register?side=2`: each entry, with the case it comes from."""
    cell, page = cell_in(request), page_in(request)
    with house.figures.opened() as read:
        read.til(cell.month)
        known = potential_in(read, cell)
        baselines = baselines_of(read.connection, cell.potential)
        found = activities(read.connection, cell, baselines)
        if not found:
            raise not_there("Der er ingen posteringer af denne aktivitet i måneden.")
        sheet = Sheet(page_of_entries(read.connection, cell, baselines, page), page, sum(each.count for each in found))
        if page > sheet.pages:
            raise not_there("Listen har ikke så mange sider.")
        return house.page(
            "entries.html",
            here="potentials",
            **frame(read, cell.month),
            cell=cell,
            every=EVERY,
            potential=known,
            sheet=sheet,
            sums=total(each.sums for each in found),
        )


def entries_csv(request: Request, house: House) -> Response:
    """`/potentialer/P-042/2026-10/register.csv`: all of them, read while they are sent."""
    cell = cell_in(request)
    with house.figures.opened() as read:
        read.til(cell.month)
        potential_in(read, cell)

    def rows() -> Iterator[tuple[Shown, ...]]:
        with house.figures.reading() as connection:
            for each in all_entries(connection, cell, baselines_of(connection, cell.potential)):
                yield as_cells(each)

    return csv_file(f"posteringer-{cell.potential}-{cell.month}.csv", HEADINGS, rows())


def cell_in(request: Request) -> Cell:
    """The entries an address names."""
    named = request.path_params
    activity = named.get("activity", EVERY)
    unit = request.query_params.get("enhed", "")
    return Cell(named["potential"], named["month"], unit, "" if activity == EVERY else activity)


def potential_in(read: Reading, cell: Cell) -> Potential:
    """The potential an address names.

    Raises:
        HTTPException: There is none.
    """
    known = next((each for each in read.kept.figures.register if each.id == cell.potential), None)
    if known is None:
        raise not_there("Potentialet findes ikke i potentialelisten.")
    return known


def as_cells(entry: Entry) -> tuple[Shown, ...]:
    """An entry as the cells below `HEADINGS`."""
    return (
        entry.id,
        label(entry.item_id) if entry.item_id else "",
        entry.source_key,
        entry.potential_id,
        entry.unit,
        entry.month,
        KINDS[entry.kind],
        ROLES[entry.role],
        activity_in_danish(entry.activity),
        entry.units,
        entry.seconds,
        entry.amount_ore,
        entry.baseline.version if entry.baseline else None,
        "ja" if entry.is_provisional else "nej",
        "ja" if entry.is_estimated else "nej",
        f"{to_datetime(entry.occurred_at):%Y-%m-%d %H:%M:%S}",
        f"{to_datetime(entry.recorded_at):%Y-%m-%d %H:%M:%S}",
        entry.flow_run,
        entry.reverses,
        entry.replaces,
        entry.reversed_by,
        entry.note,
    )
