"""What is new since the month before: said of what happened in the month, and of nothing else."""

from datetime import date, timedelta

from sqlalchemy import Engine, update

from gevinst.ledger.harvests import Harvest, Permanence, record, take_back
from gevinst.ledger.repost import repost
from gevinst.ledger.reversal import reverse
from gevinst.potentials.baselines import ApproverRole, Measurement, Method, approve
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.reports.changes import Changes, Corrected, Move, NewlyApproved, NewPhase
from gevinst.reports.figures import compute_figures
from gevinst.store.clock import noon, today
from gevinst.store.tables import baseline_approvals, potential_changes
from tests.gevinst.core import OFFICE
from tests.gevinst.reports.conftest import Post


def changes(engine: Engine, month: str = "") -> Changes:
    """Those of a month, the current one by default."""
    with engine.connect() as connection:
        return compute_figures(connection, month).changes


def test_what_moved_most_is_named_both_ways(ledger: Engine, post: Post) -> None:
    """Net time of the month against the month before; what stayed isn't a move."""
    post(date(2026, 10, 3), 600)
    post(date(2026, 11, 3), 100)
    post(date(2026, 11, 3), 50, potential_id="P-101")
    found = changes(ledger, "2026-11")
    assert (found.before, found.net_seconds) == ("2026-10", -450)
    assert (found.ups, found.downs) == ((Move("P-101", 0, 50),), (Move("P-042", 600, 100),))
    assert changes(ledger, "2026-12").net_seconds == -150
    assert changes(ledger, "2023-01").before == ""


def test_the_register_and_the_ledger_tell_their_news(ledger: Engine, post: Post) -> None:
    """Phases that began, or were put down late; a second approval; a correction, also of an earlier month; a gain."""
    with ledger.begin() as connection:
        day = today(connection)
        first = day.replace(day=1)
        earlier = first - timedelta(days=1)
        long_ago = noon(date(2023, 2, 1))
        connection.execute(update(potential_changes).values(changed_at=long_ago))
        connection.execute(update(baseline_approvals).values(approved_at=long_ago))
    entry = post(earlier, 90)
    with ledger.begin() as connection:
        ways = ((date(2023, 1, 1), Phase.IN_OPERATION), (earlier, Phase.BUILDING), (first, Phase.IN_OPERATION))
        put_potential(connection, Potential("P-042", "t", "Pension og Ydelser", "l", "a", "robot", phases=ways), OFFICE)
        put_potential(
            connection, Potential("P-900", "t", "u", "l", "a", "robot", phases=((first, Phase.IDEA),)), OFFICE
        )
        approve(connection, 2, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")
        reverse(connection, entry, reason="forkert", initials="PRO")
        for key, since, amount in (("1", first, 100), ("2", first, 7), ("3", earlier, 9)):
            record(connection, Harvest(key, "P-042", since, Permanence.LASTING, 25, amount, "konto", "PRO"))
        take_back(connection, 2, reason="dobbelt", initials="PRO")
        take_back(connection, 3, reason="forkert", initials="PRO")
    found = changes(ledger)
    assert found.started == (NewPhase("P-042", first, Phase.BUILDING, Phase.IN_OPERATION),)
    assert found.other_phases == (
        NewPhase("P-042", earlier, Phase.IN_OPERATION, Phase.BUILDING),
        NewPhase("P-900", first, None, Phase.IDEA),
    )
    assert found.registered == 1
    assert found.approved == (NewlyApproved("P-042", "file", 90),)
    assert found.corrected == (Corrected("P-042", 1, 0, -90),)
    assert [(each.amount_dkk, each.is_taken_back) for each in found.taken_home] == [(-9, True), (100, False)]


def test_an_earlier_month_has_none_of_it(ledger: Engine, post: Post) -> None:
    """What happens today is no news of the year before."""
    entry = post(date(2026, 1, 5), 90)
    with ledger.begin() as connection:
        reverse(connection, entry, reason="forkert", initials="PRO")
    found = changes(ledger, "2025-06")
    assert (found.started, found.approved, found.corrected, found.taken_home) == ((), (), (), ())


def test_a_replacement_that_nobody_approved_gives_no_net_back(ledger: Engine, post: Post) -> None:
    """Until two have approved the new measurement, its time is provisional: net fell by all of what was taken back."""
    post(date(2026, 11, 5), 90)
    measurement = Measurement("P-042", "read", 60, Method.STOPWATCH, "MÅL", date(2026, 11, 1), 30)
    with ledger.begin() as connection:
        repost(connection, measurement, reason="ny måling", initials="PRO")
    assert changes(ledger).corrected == (Corrected("P-042", 1, 1, -90),)
