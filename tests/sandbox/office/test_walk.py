"""The project office's month by script: every step as docs/projektkontor.md has it, the robot's part by a quick hand."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine, select

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.answers import answer, open_questions
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.periods import month_of, previous_month
from gevinst.settings import ROOT
from gevinst.store import clock
from gevinst.store.tables import periods
from sandbox.office.desk import Desk, Said, Unexpected
from sandbox.office.robots_month import day_of_work
from sandbox.office.walk import RIGHT_UNITS, Office, take_back, walk
from tests.gevinst.core import ON_SQLITE, put, run

ACTIVITIES = ("read", "register", "file", "acknowledge")
CASES = 3


def in_this_process(arguments: tuple[str, ...]) -> Said:
    """A command without a process of its own."""
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(said):
        code = gevinst(list(arguments))
    return Said(code, said.getvalue())


def robots_month(engine: Engine, month: str) -> None:
    """Three cases in the middle of the month: two go well, one a person answers."""
    moved = clock.noon(day_of_work(month)) - clock.host_now_us()
    clock.offset.microseconds += moved
    for reference in "abc"[:CASES]:
        put(engine, reference)

    def work(case: Case) -> None:
        for activity in ACTIVITIES:
            case.checkpoint(activity, str, lambda: "", Credit(activity))
        if case.item.id == CASES:
            raise BusinessError(Code.NO_GRANT)

    run(engine, work)
    with engine.begin() as connection:
        (question,) = open_questions(connection)
        answer(connection, question.reference, Choice.DONE_BY_ME, initials="SAG", time_band=TimeBand.UNDER_5)
    clock.offset.microseconds -= moved


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Desk:
    """A desk in the database's house."""
    month = previous_month(month_of(clock.host_now_us()))
    with database.connect():
        return Desk(tmp_path / "kontor", month, in_this_process, Console(file=io.StringIO(), width=160))


@ON_SQLITE
def test_each_step_moves_the_figures_as_it_says_and_as_the_page_tells(desk: Desk, database: Engine) -> None:
    """What was wrong is taken back whole, and the closed month keeps exactly what is right; the page has every step."""
    walk(Office(desk, lambda: robots_month(database, desk.month)))
    before, wrong, right, at_last = (gross_after(desk, step) for step in ("tal", "selvbetjening", "rettelse", "lukket"))
    assert wrong - before == 10 * (right - before) > 0
    assert (right - before) % RIGHT_UNITS == 0
    assert at_last == right
    with database.connect() as connection:
        assert connection.execute(select(periods.c.hash).where(periods.c.period == desk.month)).scalar_one()
    page = (ROOT / "docs" / "projektkontor.md").read_text(encoding="utf-8")
    for step, spoken in desk.transcripts.items():
        assert f"kontor-{step}.png" in page
        assert [said for said in spoken if said.startswith("$ ") and " ".join(said.split()[1:4]) not in page] == []


def gross_after(desk: Desk, step: str) -> int:
    """The month's gross seconds as they were printed last in a step."""
    (found,) = re.findall(r"brutto ([\d.]+) s", desk.transcripts[step][-1])
    return int(found.replace(".", ""))


def test_every_picture_of_the_page_is_there() -> None:
    """`make pictures` takes them."""
    page = (ROOT / "docs" / "projektkontor.md").read_text(encoding="utf-8")
    pictures = re.findall(r"\]\((pictures/[^)]+\.png)\)", page)
    assert len(pictures) > 10
    assert [each for each in pictures if not (ROOT / "docs" / each).is_file()] == []


@ON_SQLITE
def test_a_step_that_goes_otherwise_ends_the_walk(desk: Desk, database: Engine) -> None:
    """A command that fails where it shouldn't isn't passed over in silence."""
    gevinst(["database", "upgrade"])
    with pytest.raises(Unexpected, match="ledger reverse 99"):
        take_back(desk, 99)
