"""The log controller's page: which look-ups and views of a month are checked, drawn by lot, and how many of each there were."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response

from gevinst.ledger.periods import month_of, previous_month
from gevinst.log_control.drawing import draw
from gevinst.log_control.lines import counted, has_ended, last_ended, lines_in
from gevinst.store.clock import now_us
from gevinst.web.asking import month_in
from gevinst.web.house import House

DRAWN = 25
_YEAR = 12


def access_log(request: Request, house: House) -> Response:
    """`/adgangslog?maaned=2026-10`; the last month that has ended where none is asked for."""
    with house.figures.reading() as connection:
        latest = month_of(connection.execute(select(now_us())).scalar_one())
        month = month_in(request.query_params.get("maaned") or last_ended(connection), latest=latest)
        lines, is_over = lines_in(connection, month), has_ended(connection, month)
    months = [latest]
    while len(months) <= _YEAR:
        months.append(previous_month(months[-1]))
    return house.page(
        "access_log.html",
        here="log",
        month=month,
        months=months,
        has_ended=is_over,
        count=len(lines),
        counts=counted(lines),
        drawn=draw(lines, month, DRAWN),
    )
