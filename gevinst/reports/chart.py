"""The way to the target as one quiet picture: an SVG that stands inside the page and needs nothing from outside.

Each curve has its own stroke and its name at its end, so that it is read without colour.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from html import escape
from io import StringIO
from threading import Lock
from typing import Any

from gevinst.ledger.periods import month_end
from gevinst.reports.language import DANISH, Language
from gevinst.reports.programme import Programme

INK, QUIET, ACCENT, SOFT, WARM = "#1f2a37", "#5b6775", "#0f5c5c", "#3f8780", "#8a5a12"
APART = 0.066
"""How far two names stand from each other, as a share of the height."""
SAMPLE = (1.012, 1.052)
"""Where a name's piece of line begins and ends, right of the picture."""


@dataclass(frozen=True)
class Curve:
    """One line: its points, its name, and how it is drawn."""

    name: str
    points: Sequence[tuple[date, Fraction]]
    style: dict[str, Any]
    is_stepped: bool = False

    @property
    def end(self) -> float:
        """Its level at its end."""
        return float(self.points[-1][1])


_drawing = Lock()
"""The drawing library keeps its style in one place for all threads."""


def draw_way_to_target(figures: Programme, language: Language = DANISH) -> str:
    """Expected, logged, harvested and the forecast against the target's line, as inline SVG."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    style: Any = {"svg.fonttype": "none", "svg.hashsalt": "gevinst", "font.family": "sans-serif", "font.size": 9.5}
    with _drawing, rc_context(style):
        figure = Figure(figsize=(10.4, 4.1), layout="constrained")
        axes = figure.subplots()
        _draw(axes, figures, language)
        into = StringIO()
        figure.savefig(
            into, format="svg", transparent=True, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type"))
        )
    return _inline(into.getvalue(), _described(figures, language))


def curves(figures: Programme, language: Language) -> list[Curve]:
    """All there is to draw; the forecast only while the target's last day lies ahead."""
    text, forecast = language.text, figures.forecast
    ends = [month_end(each.month) for each in figures.months]
    recent = [each.annualised_fte for each in figures.months]
    found = [
        Curve(text("Mål"), figures.target, {"color": QUIET, "lw": 1.4, "dashes": (7, 3)}),
        Curve(
            text("Forventet af det, der er i drift"),
            list(zip(ends, [each.expected_fte for each in figures.months], strict=True)),
            {"color": WARM, "lw": 1.4, "dashes": (6, 2, 1, 2)},
        ),
        Curve(
            text("Registreret, seneste 12 måneder"),
            list(zip(ends, [each.rolling.net_fte for each in figures.months], strict=True)),
            {"color": ACCENT, "lw": 2.8, "marker": "o", "markersize": 6},
        ),
        Curve(
            text("Seneste 3 måneder omregnet til et år"),
            list(zip(ends, recent, strict=True)),
            {"color": SOFT, "lw": 1.1, "marker": "|", "markersize": 7},
        ),
        Curve(
            text("Hjemtaget, varigt"),
            list(zip(ends, [each.harvested_fte for each in figures.months], strict=True)),
            {"color": INK, "lw": 1.5, "dashes": (1, 1.4), "marker": "s", "markersize": 5},
            is_stepped=True,
        ),
    ]
    if forecast.day > ends[-1]:
        for name, level, marker in (
            (text("Prognose: det, der kører nu"), forecast.run_rate_fte, "D"),
            (text("Prognose: højst"), forecast.highest_fte, "^"),
        ):
            style = {"color": ACCENT, "lw": 1.3, "dashes": (3, 2), "marker": marker, "markersize": 5}
            found.append(Curve(name, [(ends[-1], recent[-1]), (forecast.day, level)], style))
    return found


def _draw(axes: Any, figures: Programme, language: Language) -> None:  # noqa: ANN401 (matplotlib has no types)
    drawn = curves(figures, language)
    first, last = figures.target[0][0], max(curve.points[-1][0] for curve in drawn)
    levels = [float(level) for curve in drawn for _, level in curve.points]
    lowest, top = min(0.0, *levels) * 1.1, max(levels) * 1.05 or 1.0
    axes.set_ylim(lowest, top)
    axes.set_xlim(first, last + timedelta(days=12))
    for curve in drawn:
        days, values = [day for day, _ in curve.points], [float(level) for _, level in curve.points]
        steps = {"drawstyle": "steps-post"} if curve.is_stepped else {}
        axes.plot(days, values, markevery=[len(days) - 1], clip_on=False, **curve.style, **steps)
    rolling = drawn[2].points
    axes.fill_between(
        [day for day, _ in rolling], [float(level) for _, level in rolling], color=ACCENT, alpha=0.07, lw=0
    )
    _name(axes, drawn, language, lambda level: (level - lowest) / (top - lowest))
    _dress(axes, range(first.year, last.year + 2), last, language)


def _name(axes: Any, drawn: Sequence[Curve], language: Language, height: Any) -> None:  # noqa: ANN401
    """Each curve's name right of its end, as near to it as its neighbours let it, with a piece of its line before it."""
    inside = {"transform": axes.transAxes, "clip_on": False}
    ordered = sorted(drawn, key=lambda curve: curve.end)
    places = _spread([height(curve.end) for curve in ordered])
    for curve, place in zip(ordered, places, strict=True):
        axes.plot([1.0, SAMPLE[0]], [height(curve.end), place], color="#b9c2cb", lw=0.6, **inside)
        axes.plot(SAMPLE, [place, place], markevery=[1], **curve.style, **inside)
        words = f"{curve.name}: {language.fte(curve.points[-1][1])}"
        axes.text(SAMPLE[1] + 0.012, place, words, va="center", color=INK, **inside)


def _spread(wanted: Sequence[float]) -> list[float]:
    """Places for names that should stand at these heights, rising: none nearer to the next than `APART`, none above the top."""
    places: list[float] = []
    for height in wanted:
        places.append(max(height, places[-1] + APART) if places else max(height, 0.0))
    highest = 1.0
    for number in range(len(places) - 1, -1, -1):
        places[number] = min(places[number], highest)
        highest = places[number] - APART
    return places


def _dress(axes: Any, years: Sequence[int], last: date, language: Language) -> None:  # noqa: ANN401
    shown = [year for year in years if date(year, 1, 1).toordinal() <= last.toordinal() + 2]
    axes.set_xticks([date(year, 1, 1) for year in shown], [language.short_month(f"{year}-01") for year in shown])
    axes.yaxis.set_major_formatter(lambda value, _position: _tick(value, language))
    axes.grid(axis="y", color="#e6e9ec", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=QUIET, length=0, pad=6)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#c9cfd6")


def _tick(value: float, language: Language) -> str:
    exact = Fraction(value).limit_denominator(100)
    return language.number(exact, 0 if exact.denominator == 1 else 1 if (exact * 10).denominator == 1 else 2)


def _described(figures: Programme, language: Language) -> str:
    now = figures.now
    said = language.text(
        "Kurver over årsværk om året. Registreret i de seneste 12 måneder: {logged}; forventet af det, der er i drift: "
        "{expected}; hjemtaget: {harvested}; målet nu: {target}, og til sidst {goal}. Tallene står i en tabel under billedet."
    )
    return said.format(
        logged=language.fte(now.rolling.net_fte),
        expected=language.fte(now.expected_fte),
        harvested=language.fte(now.harvested_fte),
        target=language.fte(now.target_fte),
        goal=language.fte(figures.target[-1][1]),
    )


def _inline(svg: str, description: str) -> str:
    """Only the element, scaling with the page, with its content told to those who can't see it."""
    element = svg[svg.index("<svg") :]
    element = re.sub(
        r'(<svg[^>]*?) width="[^"]+"', r"\1", re.sub(r'(<svg[^>]*?) height="[^"]+"', r"\1", element, count=1), count=1
    )
    return element.replace("<svg", f'<svg role="img" aria-label="{escape(description)}"', 1)
