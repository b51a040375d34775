"""The robot's work of the month before, in a process whose clock stands there: `python -m sandbox.office.robots_month DAY`."""

import sys
from datetime import date

from flows.helbredstillaeg import helbredstillaeg
from gevinst.items.answers import answer, open_questions
from gevinst.items.choices import Choice
from gevinst.ledger.human_time import TimeBand
from gevinst.store import clock
from gevinst.store.engine import open_engine, reading
from tasks.closing_days import working_day
from tasks.forms import RunForm

_BANDS = (TimeBand.UNDER_5, TimeBand.FROM_5_TO_15, TimeBand.NOT_GIVEN)


def day_of_work(month: str) -> date:
    """A day of the month on which people are at work, well after its first."""
    return working_day(8, date.fromisoformat(f"{month}-01"))


def work(day: date) -> None:
    """Run the process as the schedule would, at noon of that day; then people answer what it handed over."""
    clock.offset.microseconds += clock.noon(day) - clock.host_now_us()
    helbredstillaeg(RunForm(initialer="DEMO"))
    with reading(open_engine()) as connection:
        waiting = open_questions(connection)
    for number, question in enumerate(waiting):
        band = _BANDS[number % len(_BANDS)]
        with open_engine().begin() as connection:
            answer(connection, question.reference, Choice.DONE_BY_ME, initials="SAG", time_band=band)


if __name__ == "__main__":
    work(date.fromisoformat(sys.argv[1]))
