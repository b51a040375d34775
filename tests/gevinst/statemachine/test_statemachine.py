"""The short form: a few stories on both databases, and then as many as it takes to see everything happen."""

from tests.gevinst.statemachine.counting import Tally
from tests.gevinst.statemachine.databases import Databases
from tests.gevinst.statemachine.machine import Everything, play

MOST_ROUNDS = 20


def test_items_and_ledger_are_as_the_model_says_after_every_step(
    on_sqlite: Databases, on_postgresql: Databases
) -> None:
    """Any order of claims, errors, answers, acts outside, clock jumps and closings leaves what the design says.

    And every rule and every transition happened: the counts are printed, and none is 0.
    """
    tally = Tally()
    play(Everything, on_sqlite, tally, stories=8, steps=80, start=1, shrink=False)
    play(Everything, on_postgresql, tally, stories=4, steps=80, start=2, shrink=False)
    for start in range(3, 3 + MOST_ROUNDS):  # what is rare doesn't come in every fifty stories
        if tally.missing():
            play(Everything, on_sqlite, tally, stories=5, steps=80, start=start, shrink=False)
    print(tally.table("SQLite and PostgreSQL"))  # noqa: T201 (shown with -s, and when a count is 0)
    assert tally.missing() == []
