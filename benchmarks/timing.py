"""Measure two or more things side by side, so that what else the machine does hits all of them."""

import math
import time
from collections.abc import Callable, Mapping, Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` of them don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def interleaved(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Each contender's figures, taken in turn (ABAB), `rounds` of them each; a contender answers its own figure."""
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, measure in contenders.items():
            found[name].append(measure())
    return found


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
