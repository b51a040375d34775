"""The figures for programs: whole seconds, and the exact fractions as decimal text."""

from typing import Any

from gevinst.reports.figures import Figures
from gevinst.reports.sums import Sums


def figures_as_json(figures: Figures) -> dict[str, Any]:
    """Everything the page shows, as plain values."""
    now = figures.now
    return {
        "month": figures.month,
        "illustrative": figures.illustrative,
        "expected_seconds_per_year": figures.expected_seconds,
        "rolling_12_months": _sums(now.rolling),
        "annualised_last_3_months_fte": _decimal(now.annualised_fte),
        "target_fte": _decimal(now.target_fte),
        "unposted_activities": figures.unposted,
        "unsettled_activities": figures.unsettled,
        "cells": [
            {"potential": potential, "unit": unit, "month": month} | _sums(sums)
            for (potential, unit, month), sums in sorted(figures.cells.items())
        ],
        "parameters": [
            {"name": each.name, "valid_from": each.valid_from, "value": str(each.value), "source": each.source}
            for each in figures.parameters
        ],
    }


def _sums(sums: Sums) -> dict[str, Any]:
    return {
        "cases": sums.cases,
        "gross_seconds": sums.gross_seconds,
        "human_seconds": sums.human_seconds,
        "human_estimated_seconds": sums.human_estimated_seconds,
        "cost_seconds": sums.cost_seconds,
        "net_seconds": sums.net_seconds,
        "net_fte": _decimal(sums.net_fte),
        "net_dkk": _decimal(sums.net_dkk),
        "provisional_seconds": sums.provisional_seconds,
    }


def _decimal(value: Any) -> str:  # noqa: ANN401 (an int or a Fraction)
    return f"{float(value):.6f}"
