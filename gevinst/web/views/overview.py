"""The first page: the three figures, the way to the target, and what they come to by unit, kind and digital agent."""

from starlette.requests import Request
from starlette.responses import Response

from gevinst.web.asking import til_in
from gevinst.web.house import House
from gevinst.web.rows import Period
from gevinst.web.shown import frame

MOST_ROWS = 10
"""Potentials on the first page; the whole list has its own."""


def overview(request: Request, house: House) -> Response:
    """`/?til=2026-11`."""
    with house.figures.opened(til_in(request)) as read:
        figures = read.kept.figures
        return read.kept.page(
            request.url.path,
            lambda: house.page(
                "overview.html",
                here="overview",
                **frame(read, figures.month),
                now=figures.now,
                unfinished=figures.month == read.latest,
                rows=read.kept.rows(Period.YEAR, figures.month)[:MOST_ROWS],
            ),
        )


def way_to_target(request: Request, house: House) -> Response:
    """`/vejen.svg?til=2026-11`: the drawing on it."""
    with house.figures.opened(til_in(request)) as read:
        return Response(read.kept.chart, media_type="image/svg+xml")
