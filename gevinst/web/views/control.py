"""The pages that keep the figures honest: months, what was taken home, what couldn't be counted, the reconciliation."""

from starlette.requests import Request
from starlette.responses import Response

from gevinst.ledger.closing import closed_months
from gevinst.ledger.exceptions import unsettled
from gevinst.ledger.harvests import harvested as harvested_through
from gevinst.ledger.periods import month_end
from gevinst.web.asking import A_PAGE, Sheet, not_there, offset, page_in, til_in
from gevinst.web.house import House
from gevinst.web.queries.control import count_exceptions, harvests_through
from gevinst.web.shown import frame
from gevinst.web.top import Page


def months(request: Request, house: House) -> Response:
    """`/maaneder`: every month with its figures, and the hash of those that are closed."""
    with house.figures.opened() as read:

        def made() -> Page:
            closed = closed_months(read.connection)
            shown = frame(read, read.latest)
            return house.page("months.html", here="months", **shown, closed=closed)

        return read.kept.page(request.url.path, made)


def harvested(request: Request, house: House) -> Response:
    """`/hjemtaget?til=2026-11`: what was taken home up to the month's end."""
    with house.figures.opened() as read:
        til = read.til(til_in(request))
        found = harvests_through(read.connection, month_end(til))
        return house.page(
            "harvested.html",
            here="harvested",
            **frame(read, til),
            home=harvested_through(read.connection, month_end(til)),
            harvests=found,
            titles=read.kept.figures.titles,
            taken_back={each.reverses for each in found if each.reverses},
        )


def exceptions(request: Request, house: House) -> Response:
    """`/undtagelser?side=2`: what was done and couldn't be counted, with the reason."""
    page = page_in(request)
    with house.figures.reading() as connection:
        counts = count_exceptions(connection)
        sheet = Sheet(unsettled(connection, most=A_PAGE, skipped=offset(page)), page, sum(counts.values()))
    if page > sheet.pages:
        raise not_there("Listen har ikke så mange sider.")
    return house.page("exceptions.html", here="exceptions", sheet=sheet, counts=counts)


def reconciliation(_request: Request, house: House) -> Response:
    """`/afstemning`: every completed case in exactly one group."""
    return house.page("reconciliation.html", here="reconciliation", found=house.reconciliation.latest())
