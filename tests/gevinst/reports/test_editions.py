"""Which figures are one edition of a month's report: what was registered and harvested, and nothing that moves by the day."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, insert, update

from gevinst.items.model import Outcome, State
from gevinst.items.own import OWN_ERRANDS
from gevinst.ledger.closing import close_month
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.potentials.baselines import ApproverRole, approve
from gevinst.potentials.idea_mail import QUEUE as ANSWERS
from gevinst.reports.coverage import coverage_of
from gevinst.reports.editions import KEY, QUEUE, SEND, Edition, edition_number, editions, fingerprint_of, put_edition
from gevinst.reports.figures import compute_figures
from gevinst.reports.parameters import Name, Parameter, set_parameter
from gevinst.store.engine import reading
from gevinst.store.tables import items, journal, ledger_exceptions
from tests.gevinst.reports.conftest import Post, item_of

MONTH = "2026-10"


def fingerprint(engine: Engine) -> str:
    """Of October as it stands."""
    with reading(engine) as connection:
        return fingerprint_of(compute_figures(connection, MONTH))


def close(engine: Engine) -> None:
    """The office closes it."""
    with engine.begin() as connection:
        close_month(connection, MONTH, initials="PRO")


def approve_filing(engine: Engine) -> None:
    """The second approval arrives."""
    with engine.begin() as connection:
        approve(connection, 2, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")


def take_home(engine: Engine) -> None:
    """Half a position is taken out of a budget."""
    with engine.begin() as connection:
        record(connection, Harvest("h-1", "P-042", date(2026, 9, 1), Permanence.LASTING, 50, 0, "konto 1", "PRO"))


def new_wage(engine: Engine) -> None:
    """Finance says what an hour cost."""
    with engine.begin() as connection:
        set_parameter(
            connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 10, 1), Decimal(420), "økonomiafdelingen")
        )


@pytest.mark.parametrize("change", [approve_filing, take_home, new_wage])
def test_other_figures_are_another_edition(ledger: Engine, post: Post, change: Callable[[Engine], None]) -> None:
    """An approval, a harvest and a rate each move what the report says of the month."""
    post(date(2026, 10, 12), 3600)
    post(date(2026, 10, 12), 3600, activity="file")
    before = fingerprint(ledger)
    change(ledger)
    assert fingerprint(ledger) != before


def test_what_moves_by_the_day_is_no_edition(ledger: Engine, post: Post) -> None:
    """Closing the month, what is posted in the next, and what could not be counted leave the edition what it is."""
    entry = post(date(2026, 10, 12), 3600)
    before = fingerprint(ledger)
    post(date(2026, 11, 2), 60)
    close(ledger)
    item = item_of(ledger, entry)
    with ledger.begin() as connection:
        connection.execute(
            insert(ledger_exceptions).values(
                item_id=item,
                activity="file",
                units=1,
                reason="no baseline",
                robot_ms=0,
                recorded_at=1,
                occurred_at=1,
            )
        )
    assert fingerprint(ledger) == before


@pytest.mark.parametrize(
    ("state", "outcome", "number"),
    [
        (State.COMPLETED, Outcome.BY_ROBOT, 2),
        (State.COMPLETED, Outcome.BY_PERSON, 2),
        (State.PENDING, None, 1),
        (State.NEW, None, 1),
        (State.COMPLETED, Outcome.SET_ASIDE, 1),
    ],
    ids=["sent", "sent by a person", "waits for a person", "waits", "overtaken"],
)
def test_only_what_surely_never_left_gives_its_number_away(
    database: Engine, state: State, outcome: Outcome | None, number: int
) -> None:
    """The same figures keep their number; others get the next after what was sent, or may have been."""
    with database.begin() as connection:
        first = put_edition(connection, Edition(month=MONTH, number=1, fingerprint="a"))
        assert put_edition(connection, Edition(month=MONTH, number=1, fingerprint="a")).id == first.id
        put_edition(connection, Edition(month="2026-09", number=1, fingerprint="c"))
        code = None if outcome in (None, Outcome.BY_ROBOT) else "done-by-person"
        connection.execute(update(items).where(items.c.id == first.id).values(state=state, outcome=outcome, code=code))
        assert edition_number(connection, MONTH, "a") == 1
        assert edition_number(connection, MONTH, "b") == number


def test_nobody_knows_whether_it_went_once_it_was_to_go(database: Engine) -> None:
    """From the intent on other figures are the next edition, whatever state it waits in."""
    with database.begin() as connection:
        item = put_edition(connection, Edition(month=MONTH, number=1, fingerprint="a"))
        of_its_mail = {"item_id": item.id, "act": SEND, "act_key": KEY, "round": 1, "claim_no": 1}
        connection.execute(
            insert(journal).values(**of_its_mail, kind="intent", written_by="robot", act_over_at=1, recorded_at=1)
        )
        assert edition_number(connection, MONTH, "b") == 2


def test_figures_that_return_are_an_edition_of_their_own(database: Engine) -> None:
    """Whoever was told to use the corrected report must hear that the first figures hold again."""
    with database.begin() as connection:
        for number, figures in enumerate("aba", 1):
            assert edition_number(connection, MONTH, figures) == number
            item = put_edition(connection, Edition(month=MONTH, number=number, fingerprint=figures))
            sent = {"state": State.COMPLETED, "outcome": Outcome.BY_ROBOT}
            connection.execute(update(items).where(items.c.id == item.id).values(sent))
        assert [item.payload["number"] for item in editions(connection, MONTH)] == [1, 2, 3]


def test_a_report_that_was_sent_is_no_case_to_be_counted(ledger: Engine, post: Post) -> None:
    """It stands among what is completed, and lowers no coverage: reports and answers to ideas free nobody's time."""
    assert {QUEUE.name, ANSWERS.name} == OWN_ERRANDS
    item_of(ledger, post(date(2026, 10, 12), 3600))
    with ledger.begin() as connection:
        sent = put_edition(connection, Edition(month=MONTH, number=1, fingerprint="a"))
        connection.execute(
            update(items).where(items.c.id == sent.id).values(state=State.COMPLETED, outcome=Outcome.BY_ROBOT)
        )
        found = coverage_of(connection, MONTH).ever
    assert (found.completed, found.counting, found.covered_share, found.adds_up) == (2, 1, 1, True)
