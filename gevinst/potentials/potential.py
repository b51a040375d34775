"""What a potential is, and which way its phases may go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise


class Phase(StrEnum):
    """Where a potential is on its way; entries count only while it is in operation."""

    IDEA = "idea"
    ANALYSED = "analysed"
    APPROVED = "approved"
    BUILDING = "building"
    IN_OPERATION = "in operation"
    CLOSED = "closed"
    REJECTED = "rejected"


_WAY = (Phase.IDEA, Phase.ANALYSED, Phase.APPROVED, Phase.BUILDING, Phase.IN_OPERATION)
_BACK = {
    (Phase.IN_OPERATION, Phase.BUILDING),  # taken out to be mended
    (Phase.IN_OPERATION, Phase.CLOSED),
    (Phase.CLOSED, Phase.IN_OPERATION),  # taken up again
    (Phase.REJECTED, Phase.IDEA),
    (Phase.REJECTED, Phase.ANALYSED),
}


@dataclass(frozen=True)
class Potential:
    """One registered potential. Field names carry their unit; `phases` are dated, the latest holds.

    Attributes:
        links: Addresses on the web where more can be read: the process description, the code, the national catalogue.
        case_reference: The number of its own case in the office's document system (ESDH).
    """

    id: str
    title: str
    unit: str
    owner: str
    digital_agent: str
    kind: str
    volume_per_year: int | None = None
    expected_share_percent: Decimal | None = None
    expected_seconds_per_case: int | None = None
    kle_subject: str | None = None
    kle_facet: str | None = None
    links: tuple[str, ...] = ()
    case_reference: str | None = None
    illustrative: bool = False
    phases: tuple[tuple[date, Phase], ...] = ()


def may_follow(before: Phase, after: Phase) -> bool:
    """Whether a potential may go from one phase to the other.

    Forward as far as one likes, since the office's list is brought in now and then and may have missed a step; back only
    where something real is behind it. What is in operation is closed, what never was is rejected.
    """
    if (before, after) in _BACK:
        return True
    if after is Phase.REJECTED:
        return before in _WAY[:-1]
    if before not in _WAY or after not in _WAY:
        return False
    return _WAY.index(after) >= _WAY.index(before)


def wrong_ways(potential: Potential) -> Iterator[tuple[date, Phase, Phase]]:
    """Where its phases go a way they may not: the day, the phase before and the one after."""
    for (_, before), (day, after) in pairwise(potential.phases):
        if not may_follow(before, after):
            yield day, before, after
