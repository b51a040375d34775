"""Where the target's last day may find the programme: what runs now, and what the pipeline would add if all of it came.

No likelihood is invented: what is built, approved, analysed and thought of stands phase by phase, with how much of it has
an estimate at all.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gevinst.potentials.potential import Phase, Potential
from gevinst.reports.lines import expected_seconds

PIPELINE = (Phase.IN_OPERATION, Phase.BUILDING, Phase.APPROVED, Phase.ANALYSED, Phase.IDEA)
"""Nearest to logging first: of what is in operation, only what has logged nothing lately."""


@dataclass(frozen=True)
class Stage:
    """The potentials in one phase that log nothing: how many, how many of them have an estimate, and what it sums to."""

    phase: Phase
    count: int
    estimated: int
    fte: Fraction


@dataclass(frozen=True)
class Forecast:
    """An annual level on the target's last day.

    Attributes:
        day: The target's last day.
        target_fte: The target.
        run_rate_fte: The last three months as a year, held until then.
        stages: What the pipeline is expected to add, phase by phase.
    """

    day: date
    target_fte: Fraction
    run_rate_fte: Fraction
    stages: tuple[Stage, ...]

    @property
    def pipeline_fte(self) -> Fraction:
        """All of the pipeline."""
        return sum((each.fte for each in self.stages), Fraction(0))

    @property
    def highest_fte(self) -> Fraction:
        """The run rate and all of the pipeline: more isn't in the register."""
        return self.run_rate_fte + self.pipeline_fte

    @property
    def missing_fte(self) -> Fraction:
        """What neither would give; 0 where they would do."""
        return max(Fraction(0), self.target_fte - self.highest_fte)


def forecast_of(
    run_rate_fte: Fraction,
    potentials: Sequence[Potential],
    logging: AbstractSet[str],
    hours_per_fte: Fraction,
    goal: tuple[date, Fraction],
) -> Forecast:
    """The forecast to the target's last point.

    Args:
        run_rate_fte: The last three months as a year.
        potentials: The register.
        logging: The potentials in the run rate, which no stage counts again.
        hours_per_fte: To convert the expected time.
        goal: The target's last day and its level.
    """
    silent = [each for each in potentials if each.id not in logging]
    return Forecast(goal[0], goal[1], run_rate_fte, tuple(_stage(each, silent, hours_per_fte) for each in PIPELINE))


def _stage(phase: Phase, potentials: Sequence[Potential], hours_per_fte: Fraction) -> Stage:
    mine = [expected_seconds(each) for each in potentials if each.phases and each.phases[-1][1] is phase]
    return Stage(phase, len(mine), sum(1 for each in mine if each), Fraction(sum(mine), 3600) / hours_per_fte)
