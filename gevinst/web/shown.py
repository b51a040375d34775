"""What several pages show alike: the month they report on, the months there are, and what the figures rest on."""

from typing import Any

from gevinst.reports.figures import Figures
from gevinst.reports.parameters import Name
from gevinst.web.kept import Reading
from gevinst.web.rows import Period


def frame(read: Reading, period: Period = Period.YEAR) -> dict[str, Any]:
    """The month, the period, and the figures as they stand."""
    figures = read.kept.figures
    return {
        "figures": figures,
        "now": figures.now,
        "til": figures.month,
        "period": period,
        "periods": tuple(Period),
        "months": read.months,
        "unfinished": figures.month == read.latest,
    }


def basis(figures: Figures) -> dict[str, Any]:
    """The rates that stand below every figure."""
    return {
        "hours_per_fte": figures.latest(Name.HOURS_PER_FTE),
        "wage": figures.latest(Name.WAGE_DKK_PER_HOUR),
    }
