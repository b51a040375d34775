"""Whether runs helped: one opinion a run, told of ended months and from three starters on, and nobody's."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine, select

from gevinst.errors import Refused
from gevinst.opinions import LONGEST_WORDS, Opinions, opinions
from gevinst.reports.as_json import figures_as_json
from gevinst.reports.figures import compute_figures
from gevinst.reports.language import language_of
from gevinst.reports.page import render_page
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.tables import run_opinions
from tests.gevinst.core import register_potential
from tests.gevinst.judging import POTENTIAL, begin, judge
from tests.gevinst.web.office import set_clock


@pytest.fixture
def register(database: Engine) -> Engine:
    """One potential, and the rates of a report."""
    set_clock(date(2026, 10, 20))
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    return database


def told(engine: Engine) -> Opinions | None:
    """What is told of the potential today."""
    with engine.connect() as connection:
        return opinions(connection, POTENTIAL).get(POTENTIAL)


def test_the_latest_opinion_of_a_run_counts(register: Engine) -> None:
    """One a run; its table has no room for who gave it, nor for the day."""
    for score in (1, 5):
        judge(register, "run-1", score, "  bedre\n end før ")
    with register.connect() as connection:
        (row,) = connection.execute(select(run_opinions)).all()
    assert row._asdict() == {
        "flow_run": "run-1",
        "potential_id": POTENTIAL,
        "score": 5,
        "words": "bedre end før",
        "month": "2026-10",
    }


@pytest.mark.parametrize(
    ("score", "words", "sentence"),
    [
        (0, "", "tallene fra 1 til 5"),
        (6, "", "tallene fra 1 til 5"),
        (3, "x" * (LONGEST_WORDS + 1), "mere end 200 tegn"),
        (3, "070248-1239", "ligner et CPR-nummer"),
        (3, "se 0702481239", "ligner et CPR-nummer"),
    ],
)
def test_what_is_none_is_refused(register: Engine, score: int, words: str, sentence: str) -> None:
    """Another score, too many words, anything like a CPR number: whoever gave it is told in Danish, and nothing is kept."""
    with pytest.raises(Refused, match=sentence):
        judge(register, "run-1", score, words)
    with register.connect() as connection:
        assert connection.execute(select(run_opinions)).all() == []


def test_nothing_that_is_told_changes_before_the_month_is_over(register: Engine) -> None:
    """Neither a new opinion nor an old run's other score can be read off what was told just before."""
    for number, initials in enumerate(("ABC", "KOL", "LED")):
        judge(register, f"run-{number}", 4, by=initials)
    assert told(register) is None
    set_clock(date(2026, 11, 1))
    before = told(register)
    assert before is not None
    assert (before.count, before.is_enough, before.last) == (3, True, "2026-10")
    judge(register, "run-3", 1, "langsom", by="NYS")
    with pytest.raises(Refused, match="en måned, der er slut"):
        judge(register, "run-0", 1)
    assert told(register) == before
    set_clock(date(2026, 12, 1))
    after = told(register)
    assert after is not None
    assert (after.count, after.average, after.words) == (4, Fraction(13, 4), ("langsom",))


def test_they_are_of_the_twelve_months_that_ended_last(register: Engine) -> None:
    """By the calendar of the municipality, whoever asks; words in the order of the alphabet, and of that potential alone."""
    for number, day in enumerate((date(2025, 10, 31), date(2025, 11, 1), date(2026, 10, 31), date(2026, 11, 1))):
        set_clock(day)
        judge(register, f"run-{number}", number + 1, ["åben", "åben", "igen", "her"][number], by=f"AB{'CDEF'[number]}")
    found = told(register)
    assert found is not None
    assert (found.count, found.average, found.words) == (2, Fraction(5, 2), ("igen", "åben"))
    with register.connect() as connection:
        assert opinions(connection, "P-999") == {}
        assert opinions(connection) == {POTENTIAL: found}


def test_one_colleagues_runs_are_never_three(register: Engine) -> None:
    """Three must have started them: whoever asked first for each, and all that nobody started count as one's."""
    for number in range(3):
        judge(register, f"mine-{number}", 5, by="ABC")
        judge(register, f"planned-{number}", 1)
    judge(register, "twice", 3, by="ABC")
    begin(register, "twice", "LED")  # a click of somebody else's with the same key made no other run
    set_clock(date(2026, 11, 20))
    found = told(register)
    assert found is not None
    assert (found.count, found.starters, found.is_enough) == (7, 2, False)
    set_clock(date(2026, 10, 20))
    judge(register, "another", 3, by="LED")
    set_clock(date(2026, 11, 20))
    found = told(register)
    assert found is not None
    assert (found.starters, found.is_enough) == (3, True)


def test_the_report_tells_them_from_three_on(register: Engine) -> None:
    """Beside the minutes, of the same span for every month; below three starters nothing is told. No word is in any."""
    for number, initials in enumerate(("ABC", "KOL", "LED")):
        set_clock(date(2026, 11, 20))
        with register.connect() as connection:
            figures = compute_figures(connection, "2026-11")
        page = render_page(figures)
        assert ("Hjalp kørslerne?" in page, "for få svar" in page) == (number > 0, number > 0)
        assert figures_as_json(figures)["opinions"] == []
        set_clock(date(2026, 10, 20))
        judge(register, f"run-{number}", 4 + (number == 2), "et ord", by=initials)
    set_clock(date(2026, 11, 20))
    for month in ("2026-11", "2026-03"):
        with register.connect() as connection:
            figures = compute_figures(connection, month)
        page = render_page(figures)
        assert "<td>3</td><td>4,3</td>" in page
        assert "12 måneder til og med oktober 2026" in page
        assert "for få svar" not in page
        assert "et ord" not in page
        assert "<td>3</td><td>4.3</td>" in render_page(figures, language_of("en"))
        (shown,) = figures_as_json(figures)["opinions"]
        assert (shown["potential"], shown["through"], shown["count"]) == (POTENTIAL, "2026-10", 3)
        assert shown["average"].startswith("4.33")
