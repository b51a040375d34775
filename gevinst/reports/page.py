"""The report as one self-contained page in Danish: no script, no font or picture from outside, prints on A4."""

from functools import partial

from markupsafe import Markup

from gevinst.ledger.periods import month_of
from gevinst.potentials.words import PHASES, kind_in_danish
from gevinst.profile import load_profile
from gevinst.reports import danish
from gevinst.reports.chart import draw_way_to_target
from gevinst.reports.figures import Figures
from gevinst.reports.parameters import RATES, Name, Parameter
from gevinst.reports.templating import environment
from gevinst.values.dates import format_date

MOST_ROWS = 400
"""More rows of potential and month than this are for the Excel file; nobody reads them on a page."""


def render_page(figures: Figures) -> str:
    """The whole page.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    made = environment()
    made.filters |= {
        "timer": danish.hours,
        "fte": danish.fte,
        "tal": danish.number,
        "kr": partial(danish.number, decimals=0),
        "måned": danish.month_name,
        "kort": danish.short_month,
        "dato": format_date,
        "art": kind_in_danish,
        "fase": PHASES.get,
    }
    twelve = [each.month for each in figures.months[-12:]]
    cells = [
        {"potential": potential, "unit": unit, "month": month, "sums": sums}
        for (potential, unit, month), sums in sorted(figures.cells.items(), key=lambda cell: (cell[0][0], cell[0][2]))
        if month in twelve
    ]
    return made.get_template("report.html").render(
        figures=figures,
        now=figures.now,
        profile=load_profile(),
        made_at=danish.moment(figures.made_at),
        unfinished=figures.month == month_of(figures.made_at),
        twelve=figures.months[-12:],
        cells=cells if len(cells) <= MOST_ROWS else [],
        cells_left_out=len(cells) > MOST_ROWS,
        titles={line.key: line.title for line in figures.potentials},
        chart=Markup(draw_way_to_target(figures)),  # noqa: S704 (our own drawing; its words are numbers and fixed text)
        hours_per_fte=figures.latest(Name.HOURS_PER_FTE),
        wage=figures.latest(Name.WAGE_DKK_PER_HOUR),
        target_rate=figures.latest(Name.TARGET_DKK_PER_FTE),
        goal=figures.target[-1],
        start=figures.target[0],
        basis=_basis(figures.parameters),
        closed=[each for each in figures.months if each.hash],
    )


def _basis(parameters: tuple[Parameter, ...]) -> list[dict[str, str]]:
    """Every rate there is, with its first day and source, as the page's list of what figures rest on."""
    shown = (*RATES, Name.TARGET_DKK_PER_FTE)
    return [
        {
            "name": each.name.danish,
            "from": format_date(each.valid_from),
            "value": danish.number(int(each.value)) if each.value == int(each.value) else f"{each.value}",
            "source": each.source,
        }
        for name in shown
        for each in parameters
        if each.name is name
    ]
