"""Whether runs helped: one opinion a run, told from three on, and nobody's."""

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine, select

from gevinst.errors import Refused
from gevinst.opinions import LONGEST_WORDS, give_opinion, opinions
from gevinst.reports.as_json import figures_as_json
from gevinst.reports.figures import compute_figures
from gevinst.reports.language import language_of
from gevinst.reports.page import render_page
from gevinst.reports.parameters import seed_illustrative
from gevinst.store.tables import run_opinions
from tests.gevinst.core import register_potential
from tests.gevinst.web.office import set_clock

POTENTIAL = "P-042"


@pytest.fixture
def register(database: Engine) -> Engine:
    """One potential, and the rates of a report."""
    set_clock(date(2026, 11, 20))
    register_potential(database)
    with database.begin() as connection:
        seed_illustrative(connection)
    return database


def give(engine: Engine, flow_run: str, score: int, words: str = "") -> None:
    """One opinion."""
    with engine.begin() as connection:
        give_opinion(connection, flow_run, POTENTIAL, score, words)


def test_the_latest_opinion_of_a_run_counts(register: Engine) -> None:
    """One a run; its table has no room for who gave it."""
    for score in (1, 5):
        give(register, "run-1", score, "  bedre\n end før ")
    with register.connect() as connection:
        (row,) = connection.execute(select(run_opinions)).all()
    assert (row.flow_run, row.potential_id, row.score, row.words) == ("run-1", POTENTIAL, 5, "bedre end før")
    assert set(run_opinions.c.keys()) == {"flow_run", "potential_id", "score", "words", "given_at"}


@pytest.mark.parametrize(
    ("score", "words"), [(0, ""), (6, ""), (3, "x" * (LONGEST_WORDS + 1)), (3, "070248-1239"), (3, "se 0702481239")]
)
def test_what_is_none_is_refused(register: Engine, score: int, words: str) -> None:
    """Another score, too many words, anything like a CPR number: nothing is kept."""
    with pytest.raises(Refused):
        give(register, "run-1", score, words)
    with register.connect() as connection:
        assert opinions(connection, "2026-11", "2026-11") == {}


def test_they_are_of_the_months_they_were_given_in(register: Engine) -> None:
    """By the calendar of the municipality."""
    for number, day in enumerate((date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1))):
        set_clock(day)
        give(register, f"run-{number}", number + 1, "åben" if number else "")
    with register.connect() as connection:
        october = opinions(connection, "2026-10", "2026-10")[POTENTIAL]
        autumn = opinions(connection, "2026-09", "2026-11", POTENTIAL)[POTENTIAL]
        assert opinions(connection, "2026-10", "2026-10", "P-999") == {}
    assert (october.count, october.average, october.is_enough) == (2, Fraction(5, 2), False)
    assert (autumn.count, autumn.average, autumn.is_enough) == (4, Fraction(5, 2), True)
    assert autumn.words == ("åben", "åben", "åben")


def test_the_report_tells_them_from_three_on(register: Engine) -> None:
    """Beside the minutes, per potential; below three neither page nor JSON says what was answered. No word is in either."""
    for number in range(3):
        with register.connect() as connection:
            figures = compute_figures(connection, "2026-11")
        page = render_page(figures)
        assert ("Hjalp kørslerne?" in page, "for få svar" in page) == (number > 0, number > 0)
        assert figures_as_json(figures)["opinions"] == []
        give(register, f"run-{number}", 4 + (number == 2), "et ord")
    with register.connect() as connection:
        figures = compute_figures(connection, "2026-11")
    page = render_page(figures)
    assert "<td>3</td><td>4,3</td>" in page
    assert "for få svar" not in page
    assert "et ord" not in page
    assert "<td>3</td><td>4.3</td>" in render_page(figures, language_of("en"))
    (told,) = figures_as_json(figures)["opinions"]
    assert (told["potential"], told["count"], told["average"][:4]) == (POTENTIAL, 3, "4.33")
