"""What several pages show alike: the month they report on, the months there are, and what the figures rest on."""

from typing import Any

from gevinst.ledger.periods import month_end
from gevinst.reports.parameters import Name, latest
from gevinst.web.kept import Reading
from gevinst.web.rows import Period


def frame(read: Reading, til: str, period: Period = Period.YEAR) -> dict[str, Any]:
    """The month, the period, and the rates that stand below every figure."""
    known, day = read.kept.figures.parameters, month_end(til)
    return {
        "figures": read.kept.figures,
        "til": til,
        "period": period,
        "periods": tuple(Period),
        "months": read.months,
        "hours_per_fte": latest(known, Name.HOURS_PER_FTE, day),
        "wage": latest(known, Name.WAGE_DKK_PER_HOUR, day),
    }
