"""As many steps as asked for, on each database, and every rule and transition on each."""

import itertools
import os
import random

import pytest

from tests.gevinst.statemachine.counting import Tally
from tests.gevinst.statemachine.machine import Everything, Machine, play

STORIES_AT_ONCE = 20


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_ten_thousand_steps_show_no_difference(name: str, request: pytest.FixtureRequest) -> None:
    """Whatever comes in whatever order, the database holds what the model says, on each database by itself."""
    databases = request.getfixturevalue(f"on_{name}")
    tally = Tally()
    kinds = itertools.cycle((Everything, Everything, Machine))
    start = random.randrange(10**6)
    while tally.steps < int(os.environ["STATEMACHINE_STEPS"]):
        machine, start = next(kinds), start + 1
        print(f"{name}: {machine.__name__}, start={start}")  # noqa: T201 (to play it again)
        play(machine, databases, tally, stories=STORIES_AT_ONCE, steps=80, start=start)
    print(f"\n{tally.table(name)}")  # noqa: T201 (what it is run for)
    assert tally.missing() == []
