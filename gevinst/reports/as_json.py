"""The figures for programs: whole seconds, and the exact fractions as decimal text."""

from dataclasses import asdict
from typing import Any

from gevinst.reports.costs import PayBack
from gevinst.reports.coverage import Reconciled
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
        "year_to_date": _sums(now.year_to_date),
        "annualised_last_3_months_fte": _decimal(now.annualised_fte),
        "target_fte": _decimal(now.target_fte),
        "expected_in_operation_fte": _decimal(now.expected_fte),
        "harvested_fte": _decimal(now.harvested_fte),
        "forecast": {
            "day": figures.forecast.day,
            "run_rate_fte": _decimal(figures.forecast.run_rate_fte),
            "highest_fte": _decimal(figures.forecast.highest_fte),
            "missing_fte": _decimal(figures.forecast.missing_fte),
        },
        "net_seconds_against_month_before": figures.changes.net_seconds,
        "minutes": asdict(figures.minutes),
        "opinions": [
            {
                "potential": each.potential_id,
                "through": each.last,
                "count": each.count,
                "average": _decimal(each.average),
            }
            for each in figures.opinions
            if each.is_enough
        ],
        "completed_cases": {"month": _reconciled(figures.coverage.month), "ever": _reconciled(figures.coverage.ever)},
        "exceptions": [asdict(each) for each in figures.coverage.exceptions],
        "pay_back": [_pay_back(each) for each in figures.pay_backs],
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


def _reconciled(cases: Reconciled) -> dict[str, Any]:
    return {
        "completed": cases.completed,
        "with_entries": cases.with_entries,
        "without_by_reason": {code.value: count for code, count in cases.by_reason},
        "without_on_exceptions_list": cases.listed,
        "without_potential": cases.without_potential,
        "own_errands": cases.own,
        "unexplained": cases.unexplained,
        "with_entries_and_on_exceptions_list": cases.partly,
    }


def _pay_back(line: PayBack) -> dict[str, Any]:
    return {
        "potential": line.key,
        "cost_seconds": line.seconds,
        "cost_ore": line.ore,
        "cost_dkk": _decimal(line.cost_dkk),
        "benefit_dkk": _decimal(line.benefit_dkk),
        "net_dkk": _decimal(line.net_dkk),
        "paid_back": line.month or None,
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
