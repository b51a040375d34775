"""The figures the project office reads: where the programme stands, and what tells how far to trust it.

Whoever shows where it stands alone, as the live page does at every view, needs `compute_programme` only: what stands here
reads the work items too, which are many and change all the time.
"""

from dataclasses import dataclass, fields

from sqlalchemy import Connection

from gevinst.ledger.checks import count_unposted
from gevinst.ledger.periods import month_end
from gevinst.opinions import Opinions, opinions
from gevinst.reports.changes import Changes, changes_in
from gevinst.reports.costs import PayBack, pay_backs
from gevinst.reports.coverage import Coverage, coverage_of
from gevinst.reports.lines import MONTHS_A_YEAR
from gevinst.reports.minutes import Minutes, minutes_of
from gevinst.reports.programme import Programme, compute_programme
from gevinst.reports.ranking import Ranking, rank
from gevinst.reports.rates import rates_by_month
from gevinst.reports.taken_home import TakenHome, all_taken_home
from gevinst.sampling.figures import SampleFigures, sample_figures
from gevinst.store.clock import local_date


@dataclass(frozen=True)
class Figures(Programme):
    """Everything a report shows.

    Attributes:
        unsettled: Completed activities that are neither posted nor listed, or where there are none, completed cases with
            neither an entry nor a recorded reason; always 0 in a sound ledger. `gevinst ledger verify` checks far more.
        changes: Against the month before.
        ranking: The potentials that free most, and those that free least of what they were expected to.
        coverage: What became of every completed case.
        sample: What people found in the cases of the twelve months that were drawn for a check.
        minutes: Where the minutes of the twelve months come from.
        opinions: Whether runs helped, by potential, as those say who work with it; of one span, whatever the month.
        pay_backs: What each potential with costs cost and gave.
        taken_home: The gains behind `harvested`, one by one.
    """

    unsettled: int
    changes: Changes
    ranking: Ranking
    coverage: Coverage
    sample: SampleFigures
    minutes: Minutes
    opinions: tuple[Opinions, ...]
    pay_backs: tuple[PayBack, ...]
    taken_home: tuple[TakenHome, ...]


def compute_figures(connection: Connection, month: str = "") -> Figures:
    """All figures up to and with `month` (default: the current one).

    Raises:
        As `compute_programme` does.
    """
    known = compute_programme(connection, month)
    span, cells, last_day = [each.month for each in known.months], known.cells, month_end(known.month)
    twelve = span[-MONTHS_A_YEAR:]
    coverage = coverage_of(connection, known.month)
    return Figures(
        **{each.name: getattr(known, each.name) for each in fields(known)},
        unsettled=count_unposted(connection) or coverage.ever.unexplained,
        changes=changes_in(connection, cells, span, known.register),
        ranking=rank(cells, span, known.register, min(last_day, local_date(known.made_at))),
        coverage=coverage,
        sample=sample_figures(connection, twelve[0], known.month),
        minutes=minutes_of(connection, twelve[0], known.month),
        opinions=tuple(opinions(connection).values()),
        pay_backs=pay_backs(connection, cells, rates_by_month(known.parameters), known.month),
        taken_home=all_taken_home(connection, last_day),
    )
