"""The figures of a row as cells of a table. Made here and not in a template: a page has hundreds, and readers wait for each."""

from functools import lru_cache

from markupsafe import Markup, escape

from gevinst.reports.danish import fte, hours, number
from gevinst.reports.sums import Sums

_STRONG, _QUIET = ' class="strong"', ' class="quiet"'
_LOOKS = ("", "", "", "", _STRONG, _STRONG, "", _QUIET)


def sums_cells(sums: Sums, link: str = "") -> Markup:
    """Cases, gross, people's time, costs, net in hours, årsværk and kroner, and what is provisional.

    Each leads to the list it sums. The row's heading leads there as well, so the keyboard stops once a row.
    """
    begin, end = (f'<a href="{escape(link)}" tabindex="-1">', "</a>") if link else ("", "")
    cells = (f"<td{look}>{begin}{shown}{end}</td>" for look, shown in zip(_LOOKS, _shown(sums), strict=True))
    return Markup("".join(cells))  # noqa: S704 (numbers, our own markup, and an escaped link)


@lru_cache(maxsize=16_384)
def _shown(sums: Sums) -> tuple[Markup, ...]:
    return tuple(
        map(
            escape,
            (
                number(sums.cases),
                hours(sums.gross_seconds),
                hours(sums.human_seconds),
                hours(sums.cost_seconds),
                hours(sums.net_seconds),
                fte(sums.net_fte),
                number(sums.net_dkk),
                hours(sums.provisional_seconds),
            ),
        )
    )
