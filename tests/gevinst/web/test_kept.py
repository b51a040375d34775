"""Figures kept in memory are never old, and many readers at once make one computation."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, event

from gevinst.items.case import Case, Credit
from gevinst.ledger.by_hand import Evidence, HandSaving, post_by_hand
from gevinst.ledger.closing import close_month
from gevinst.ledger.exceptions import settle
from gevinst.ledger.harvests import take_back
from gevinst.ledger.reversal import reverse
from gevinst.potentials.baselines import ApproverRole, approve
from gevinst.potentials.potential import Phase
from gevinst.potentials.register import get_potential, put_potential
from gevinst.reports.parameters import Name, Parameter, set_parameter
from gevinst.reports.programme import Programme, compute_programme
from gevinst.store.tables import metadata
from gevinst.web import kept
from gevinst.web.kept import KeptFigures
from gevinst.web.marker import READ
from tests.gevinst.core import OFFICE, ON_POSTGRESQL, ON_SQLITE, put, run
from tests.gevinst.web.office import baseline, fill, set_clock

MONTH = "2026-11"


def shown(figures: KeptFigures) -> Programme:
    """What a reader sees."""
    with figures.opened(MONTH) as read:
        return read.kept.figures


def fresh(engine: Engine) -> Programme:
    """What is right."""
    with engine.connect() as connection:
        return compute_programme(connection, MONTH)


def a_case(engine: Engine) -> None:
    put(engine, "one more")
    run(engine, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")) and None)


def an_uncounted_case(engine: Engine) -> None:
    put(engine, "one nobody measured")

    def work(case: Case) -> None:
        case.checkpoint("answer", str, lambda: "", Credit("answer"))

    run(engine, work)


def a_reversal(engine: Engine) -> None:
    with engine.begin() as connection:
        reverse(connection, 2, reason="forkert", initials="PRO")


def an_approval(engine: Engine) -> None:
    with engine.begin() as connection:
        approve(connection, 4, role=ApproverRole.PROJECT_OFFICE, approved_by="PRO")


def a_rate(engine: Engine) -> None:
    with engine.begin() as connection:
        set_parameter(connection, Parameter(Name.WAGE_DKK_PER_HOUR, date(2026, 11, 1), Decimal(410), "ny"))


def another_title(engine: Engine) -> None:
    with engine.begin() as connection:
        potential = get_potential(connection, "P-200")
        assert potential is not None
        put_potential(connection, replace(potential, title="Et andet navn", volume_per_year=2000), OFFICE)


def another_phase(engine: Engine) -> None:
    with engine.begin() as connection:
        potential = get_potential(connection, "P-300")
        assert potential is not None
        phases = (*potential.phases, (date(2026, 11, 1), Phase.REJECTED))
        put_potential(connection, replace(potential, phases=phases), OFFICE)


def what_was_missing(engine: Engine) -> None:
    with engine.begin() as connection:
        baseline(connection, "P-042", "file", approvals=2)
        settle(connection)


def a_gain_taken_back(engine: Engine) -> None:
    with engine.begin() as connection:
        take_back(connection, 1, reason="forkert konto", initials="PRO")


def the_month_closed(engine: Engine) -> None:
    set_clock(date(2026, 12, 3))
    with engine.begin() as connection:
        close_month(connection, MONTH, initials="PRO")


CHANGES: tuple[Callable[[Engine], None], ...] = (
    *(a_case, an_uncounted_case, a_reversal, an_approval, a_rate, another_title, another_phase, what_was_missing),
    *(a_gain_taken_back, the_month_closed),
)


def test_no_figure_is_old(database: Engine) -> None:
    """After each thing that can change a figure the next reader sees what is right; when nothing changed, what is kept."""
    fill(database, many=2)
    figures = KeptFigures(database)
    before = shown(figures)
    for change in CHANGES:
        assert shown(figures) is before, f"computed again before {change.__name__}, and nothing had changed"
        change(database)
        after, right = shown(figures), fresh(database)
        assert replace(after, made_at=0) == replace(right, made_at=0), change.__name__
        assert replace(after, made_at=0) != replace(before, made_at=0), f"{change.__name__} changes nothing"
        before = after


@ON_POSTGRESQL
def test_an_entry_that_is_committed_after_a_later_one_is_seen(database: Engine) -> None:
    """Numbers are given when an entry is written, not when it can be seen: the highest number alone would miss it."""
    fill(database, many=1)
    figures = KeptFigures(database)
    evidence = Evidence("optalt", "LED")
    with database.connect() as slow:
        post_by_hand(slow, HandSaving("slow", "P-101", "guide", date(2026, 11, 2), 7, evidence))
        with database.begin() as quick:
            post_by_hand(quick, HandSaving("quick", "P-101", "guide", date(2026, 11, 2), 5, Evidence("optalt", "PRO")))
        before = shown(figures).now.sums.gross_seconds
        slow.commit()
    assert shown(figures).now.sums.gross_seconds == before + 7 * 90


@ON_POSTGRESQL
def test_a_change_of_the_register_that_is_committed_after_a_later_one_is_seen(database: Engine) -> None:
    """The latest time alone would miss it: the one that was made first carries the earlier time."""
    fill(database, many=1)
    figures = KeptFigures(database)
    with database.connect() as slow:
        _rename(slow, "P-200", "Først ændret")
        with database.begin() as quick:
            _rename(quick, "P-300", "Sidst ændret")
        assert shown(figures).titles["P-300"] == "Sidst ændret"
        slow.commit()
    assert shown(figures).titles["P-200"] == "Først ændret"


def _rename(connection: Connection, potential_id: str, title: str) -> None:
    known = get_potential(connection, potential_id)
    assert known is not None
    put_potential(connection, replace(known, title=title), OFFICE)


@ON_SQLITE
def test_many_readers_make_one_computation(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that come while it is under way wait for it; one that fails is tried again by the next."""
    fill(database, many=1)
    figures = KeptFigures(database)
    begun, go, computed = threading.Event(), threading.Event(), []

    def slowly(*arguments: object) -> Programme:
        computed.append(1)
        begun.set()
        assert go.wait(60)
        if len(computed) == 1:
            raise OSError
        return compute_programme(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kept, "compute_programme", slowly)
    seen: list[Programme] = []
    failed: list[OSError] = []

    def read() -> None:
        try:
            seen.append(shown(figures))
        except OSError as error:
            failed.append(error)

    readers = [threading.Thread(target=read) for _ in range(10)]
    for reader in readers:
        reader.start()
    assert begun.wait(60)
    go.set()
    for reader in readers:
        reader.join()
    assert (len(failed), len(seen), len(computed)) == (1, 9, 2)
    assert len({id(each) for each in seen}) == 1


@ON_SQLITE
def test_the_figures_read_nothing_the_marker_does_not_see(database: Engine) -> None:
    """A table that is new behind the figures must be new behind the marker, or they would be shown when they are old."""
    fill(database, many=1)

    def tables(work: Callable[[], object]) -> set[str]:
        said: list[str] = []

        def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            said.append(statement)

        event.listen(database, "before_cursor_execute", listen)
        work()
        event.remove(database, "before_cursor_execute", listen)
        words = {word.strip('()",') for word in " ".join(said).split()}
        return {name for name in metadata.tables if name in words}

    read = tables(lambda: shown(KeptFigures(database)))
    assert read >= {"ledger_entries", "harvests", "potential_phases"}
    assert read <= READ
