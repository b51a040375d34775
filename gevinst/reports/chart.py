"""The way to the target as one quiet picture: an SVG that stands inside the page and needs nothing from outside."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from io import StringIO
from typing import Any

from gevinst.reports.danish import fte, number
from gevinst.reports.figures import Figures

INK, QUIET, ACCENT, SOFT = "#1f2a37", "#8a94a0", "#0f5c5c", "#7fb3ad"


def draw_way_to_target(figures: Figures) -> str:
    """Rolling twelve months and the annualised quarter against the target's line, as inline SVG in Danish."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    style: Any = {"svg.fonttype": "none", "svg.hashsalt": "gevinst", "font.family": "sans-serif", "font.size": 10}
    with rc_context(style):
        figure = Figure(figsize=(9.4, 3.6), layout="constrained")
        axes = figure.subplots()
        _draw(axes, figures)
        into = StringIO()
        figure.savefig(into, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _inline(into.getvalue(), _described(figures))


def _draw(axes: Any, figures: Figures) -> None:  # noqa: ANN401 (matplotlib has no types)
    days = [_middle(each.month) for each in figures.months]
    axes.plot(*_points(figures.target), color=QUIET, linewidth=1.4, dashes=(5, 3))
    axes.plot(days, [float(each.annualised_fte) for each in figures.months], color=SOFT, linewidth=1.2)
    rolling = [float(each.rolling.net_fte) for each in figures.months]
    axes.plot(days, rolling, color=ACCENT, linewidth=2.4)
    axes.fill_between(days, rolling, color=ACCENT, alpha=0.07, linewidth=0)
    axes.plot(days[-1:], rolling[-1:], "o", color=ACCENT, markersize=6)
    top = max([float(value) for _, value in figures.target] + rolling) * 1.05 or 1.0
    lowest = min(0.0, *rolling, *(float(each.annualised_fte) for each in figures.months))
    axes.set_ylim(lowest * 1.1, top)
    first, last = figures.target[0][0], max(figures.target[-1][0], days[-1])
    axes.set_xlim(first, date.fromordinal(last.toordinal() + 40))
    _dress(axes, range(first.year, last.year + 2), last)


def _dress(axes: Any, years: Sequence[int], last: date) -> None:  # noqa: ANN401
    axes.set_xticks(
        [date(year, 1, 1) for year in years if date(year, 1, 1).toordinal() <= last.toordinal() + 2],
        [f"jan. {year}" for year in years if date(year, 1, 1).toordinal() <= last.toordinal() + 2],
    )
    axes.yaxis.set_major_formatter(lambda value, _position: number(Fraction(value).limit_denominator(100), 0))
    axes.grid(axis="y", color="#e6e9ec", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors="#5b6775", length=0, pad=6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c9cfd6")


def _points(target: Sequence[tuple[date, Fraction]]) -> tuple[list[date], list[float]]:
    return [day for day, _ in target], [float(value) for _, value in target]


def _middle(month: str) -> date:
    """A month's figure stands at its end."""
    return date(int(month[:4]), int(month[5:]), 28)


def _described(figures: Figures) -> str:
    now = figures.now
    return (
        f"Registreret frigjort tid i de seneste 12 måneder: {fte(now.rolling.net_fte)} årsværk netto; "
        f"målet er {fte(now.target_fte)} på samme tid og {fte(figures.target[-1][1])} ved udgangen."
    )


def _inline(svg: str, description: str) -> str:
    """Only the element, scaling with the page, with its content told to those who can't see it."""
    element = svg[svg.index("<svg") :]
    element = re.sub(
        r'(<svg[^>]*?) width="[^"]+"', r"\1", re.sub(r'(<svg[^>]*?) height="[^"]+"', r"\1", element, count=1), count=1
    )
    return element.replace("<svg", f'<svg role="img" aria-label="{description}"', 1)
