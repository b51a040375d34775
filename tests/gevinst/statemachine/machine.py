"""The whole machine, and how it is run."""

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

from tests.gevinst.statemachine.counting import Tally
from tests.gevinst.statemachine.databases import Databases
from tests.gevinst.statemachine.rules.ledger import LedgerRules
from tests.gevinst.statemachine.rules.operations import Operations
from tests.gevinst.statemachine.rules.people import People


class Machine(People, Operations, LedgerRules):
    """Every rule there is."""


class Everything(Machine):
    """A story in which every rule may come at any time.

    By itself Hypothesis leaves a random part of the rules out of each story. That finds what only many of one kind bring
    about, and wastes the stories without a claim. The short form plays this machine only, the long form both.
    """

    def __init__(self, databases: Databases, tally: Tally) -> None:
        super().__init__(databases, tally)
        self._rules_strategy.enabled_rules_strategy = st.just(self)

    def is_enabled(self, _rule: str) -> bool:
        """What Hypothesis asks of its choice."""
        return True


def play(
    machine: type[Machine],
    databases: Databases,
    tally: Tally,
    *,
    stories: int,
    steps: int,
    start: int,
    shrink: bool = True,
) -> None:
    """Make up stories and compare after each step; one that shows a difference is raised.

    Args:
        machine: Which rules may come.
        databases: Where it is played.
        tally: What is counted.
        stories: How many, each on a fresh database.
        steps: Steps of each.
        start: The same one makes up the same stories.
        shrink: Cut a story that shows a difference down to its shortest, which may take minutes.
    """

    @seed(start)
    def story() -> Machine:
        tally.stories += 1
        return machine(databases, tally)

    run_state_machine_as_test(
        story,
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            database=None,
            deadline=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        ),
    )
