"""A municipality in November 2026, made by the product's own code under a moved clock: what the live page is shown with."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import uvicorn
from sqlalchemy import Connection, Engine
from starlette.applications import Starlette

from gevinst.codes import Code
from gevinst.errors import BusinessError, SetAside
from gevinst.items.answers import answer
from gevinst.items.case import Case, Credit
from gevinst.items.choices import Choice
from gevinst.ledger.by_hand import Cost, Evidence, HandSaving, post_by_hand, post_cost
from gevinst.ledger.closing import close_month
from gevinst.ledger.harvests import Harvest, Permanence, record
from gevinst.ledger.human_time import TimeBand
from gevinst.ledger.reversal import reverse
from gevinst.potentials.baselines import ApproverRole, Measurement, Method, add_baseline, approve
from gevinst.potentials.potential import Phase, Potential
from gevinst.potentials.register import put_potential
from gevinst.reports.parameters import seed_illustrative
from gevinst.store import clock
from gevinst.web.app import create_app
from gevinst.web.serving import listen, tell_no_addresses
from tests.gevinst.core import OFFICE, put, run

NAME, CPR = "Agnes Ahornblad", "0702481239"
TITLE = "=Helbredstillæg <b>"
MANY = 104
"""Cases of one month, so that their list has two pages."""


def set_clock(day: date) -> None:
    """It is noon of a day, for us and for the database."""
    clock.offset.microseconds = 0
    now = clock.from_datetime(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    clock.offset.microseconds = now - clock.host_now_us()


def fill(engine: Engine, many: int = MANY) -> None:
    """Four potentials, two months of cases with every kind of end, a reversal, a cost, a gain, and October closed."""
    set_clock(date(2026, 10, 8))
    with engine.begin() as connection:
        seed_illustrative(connection)
        for number, unit, kind, phase, approved in (
            ("P-042", "Pension og Ydelser", "robot", Phase.IN_OPERATION, ("read", "register")),
            ("P-101", "Borgerservice", "self-service", Phase.IN_OPERATION, ("guide",)),
            ("P-200", "Borgerservice", "chatbot", Phase.IDEA, ()),
            ("P-300", "Teknik & Miljø", "robot", Phase.BUILDING, ()),
        ):
            potential = Potential(
                number,
                TITLE if number == "P-042" else f"Potentiale {number}",
                unit,
                "leder",
                f"agent {unit[0]}",
                kind,
                1000,
                Decimal("62.5"),
                360,
                phases=((date(2023, 1, 1), phase),),
            )
            put_potential(connection, potential, OFFICE)
            for activity in approved:
                baseline(connection, number, activity, approvals=2)
        baseline(connection, "P-101", "read", approvals=1)
    for reference in "abc":
        put(engine, reference, navn=NAME, cpr=CPR)
    run(engine, _read_and_register)

    set_clock(date(2026, 11, 5))
    for number in range(many):
        put(engine, f"november-{number}", navn=NAME, cpr=CPR)
    run(engine, _read_and_register)
    _other_ends(engine)
    with engine.begin() as connection:
        reverse(connection, 1, reason="målt på den forkerte aktivitet", initials="PRO")
        evidence = Evidence("optælling i systemet", "LED")
        post_by_hand(connection, HandSaving("skriv-10", "P-101", "guide", date(2026, 10, 15), 50, evidence))
        post_by_hand(connection, HandSaving("skriv-10x", "P-101", "read", date(2026, 10, 15), 20, evidence))
        post_cost(connection, Cost("drift-11", "P-042", "operation", date(2026, 11, 4), 1800, 250_000, evidence))
        record(
            connection,
            Harvest("h1", "P-042", date(2026, 11, 1), Permanence.LASTING, 50, 250_000, "konto 5.32", "PRO"),
        )
        close_month(connection, "2026-10", initials="PRO")
    set_clock(date(2026, 11, 20))


def _other_ends(engine: Engine) -> None:
    """One a person finishes, one that is no case, one with an activity nobody has measured."""
    numbers = [put(engine, f"other-{each}", navn=NAME, cpr=CPR) for each in range(3)]

    def work(case: Case) -> None:
        if case.item.id == numbers[1]:
            raise SetAside(Code.AUTO_REPLY)
        _read_and_register(case)
        if case.item.id == numbers[0]:
            raise BusinessError(Code.UNKNOWN_CITIZEN, candidates=(NAME,))
        case.checkpoint("file", str, lambda: NAME, Credit("file"))

    run(engine, work)
    with engine.begin() as connection:
        answer(connection, f"{numbers[0]}-1", Choice.DONE_BY_ME, initials="SAG", time_band=TimeBand.FROM_5_TO_15)


def _read_and_register(case: Case) -> None:
    case.checkpoint("read", str, lambda: NAME, Credit("read"))
    case.checkpoint("register", str, lambda: NAME, Credit("register", counts_by_person=True))


def baseline(connection: Connection, potential: str, activity: str, *, approvals: int) -> int:
    """Ninety seconds for an activity since 2023, approved by so many of the two; its number."""
    measured = Measurement(potential, activity, 90, Method.STOPWATCH, "MÅL", date(2023, 1, 1), 30)
    number = add_baseline(connection, measured)
    for role, initials in [(ApproverRole.UNIT_LEADER, "LED"), (ApproverRole.PROJECT_OFFICE, "PRO")][:approvals]:
        approve(connection, number, role=role, approved_by=initials)
    return number


@dataclass(frozen=True)
class Served:
    """The page as it runs."""

    url: str
    engine: Engine


@contextmanager
def served(engine: Engine, make: Callable[[Engine], Starlette] = create_app) -> Iterator[Served]:
    """The pages of a database, served from a thread of this process."""
    config = uvicorn.Config(make(engine), log_config=None, access_log=False, proxy_headers=False)
    server = uvicorn.Server(config)
    tell_no_addresses()
    with listen("127.0.0.1", 0) as place:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{place.getsockname()[1]}", engine)
        finally:
            server.should_exit = True
            thread.join()
