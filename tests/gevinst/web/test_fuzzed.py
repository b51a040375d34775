"""Whatever is typed into an address or a form, the answer is a page of ours and never an error of the server's."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance
from sqlalchemy import Engine
from starlette.routing import Route

from gevinst.desk.answering import Action
from gevinst.door.orchestrator import RunState
from gevinst.door.origin import SAFE
from gevinst.door.person import Person, Role
from gevinst.door.sessions import Session, Sessions, begin_session
from gevinst.items.model import State
from gevinst.profile import load_profile
from gevinst.staff import staff_id
from gevinst.web.app import pages_behind_door
from gevinst.web.house import House
from tests.gevinst.core import ON_POSTGRESQL, row
from tests.gevinst.web.described import WAITS, described
from tests.gevinst.web.desk import WITHOUT_NUMBER, mail, receive, run
from tests.gevinst.web.office import Served, fill, served
from tests.gevinst.web.runs_house import UNIT, Orchestrated

NOT_FOUND_SO = {
    "GET /log-ind/udbyder",
    "GET /log-ind/retur",
    "POST /log-ind",
    "GET /sager/{item}/side/{document}/{page}.png",
}
"""What isn't there by a provider that isn't set, with a wrong password, and by a name that is a digest of a file."""
pytestmark = ON_POSTGRESQL  # as in production; it takes no NUL where SQLite does
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]


@pytest.fixture
def pages(database: Engine, colleagues: None) -> Iterator[Served]:
    """A unit with figures, a case that waits and a run."""
    assert colleagues is None
    fill(database, many=2)
    receive(mail(WITHOUT_NUMBER))
    run(database)
    assert row(database, int(WAITS.removeprefix("GEV-"))).state == State.PENDING
    orchestrated = Orchestrated()
    orchestrated.add("run-9", RunState.COMPLETED)
    with served(database, orchestrated.app) as running:
        yield running


def somebody(engine: Engine) -> Person:
    """A colleague whom no page is closed to."""
    with engine.begin() as connection:
        return Person(staff_id(connection, "ALT"), "ALT", frozenset(Role), frozenset({UNIT}))


def signed_in(engine: Engine) -> tuple[str, Session]:
    """That colleague's cookie, of a session of its own: the last one may have been ended by a click on *Log ud*."""
    person = somebody(engine)
    with engine.begin() as connection:
        token = begin_session(connection, person)
    found = Sessions(engine).find(token)
    assert found is not None
    return token, found


def ask(case: Case, pages: Served) -> Any:
    """Send it as a page of ours would have: from our origin, with the session's proof in the form."""
    token, session = signed_in(pages.engine)
    if case.method not in SAFE and isinstance(case.body, dict):
        case.body = {**case.body, "csrf": session.csrf}
    return case.call(
        base_url=pages.url,
        headers={"Origin": pages.url, "Accept": "text/html"},
        cookies={"gevinst": token},
        allow_redirects=False,
    )


def tried(operation: APIOperation, mode: GenerationMode, pages: Served) -> set[int]:
    """How it is answered to what its fields may hold, or to what they may not."""
    statuses: set[int] = set()

    @settings(
        max_examples=5 if operation.method == "get" else 15,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=operation.as_strategy(mode))
    def fits(case: Case) -> None:
        answer = ask(case, pages)
        statuses.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    fits()
    return statuses


def test_whatever_is_typed_is_answered_by_a_page(pages: Served) -> None:
    """Each address and each form; whoever adds one describes it here."""
    house = House(pages.engine, load_profile(), door=True, orchestrator=Orchestrated())
    routes = [each for each in pages_behind_door(house, Sessions(pages.engine)).routes if isinstance(each, Route)]
    asked = [(method, each.path) for each in routes for method in sorted((each.methods or set()) - {"HEAD"})]
    operations = [each.ok() for each in schemathesis.openapi.from_dict(described(asked)).get_all_operations()]
    answered = {each.label: tried(each, GenerationMode.POSITIVE, pages) for each in operations}
    for each in operations:
        if any((*each.path_parameters, *each.query, *each.body)):
            tried(each, GenerationMode.NEGATIVE, pages)
    assert len(answered) == len(asked)
    seen = {label for label, statuses in answered.items() if statuses & {200, 303}}
    assert set(answered) - seen == NOT_FOUND_SO


def test_a_question_of_a_number_that_no_database_has_is_another_question(pages: Served) -> None:
    """Whatever is to be done with it."""
    token, session = signed_in(pages.engine)
    for action in Action:
        form = {
            "csrf": session.csrf,
            "spoergsmaal": "9" * 18,
            "foreslaaet": "9" * 18,
            "valg": action,
            "forslag": "9" * 18,
        }
        answer = httpx.post(
            f"{pages.url}/sager/{WAITS}/svar", data=form, cookies={"gevinst": token}, headers={"Origin": pages.url}
        )
        assert (answer.status_code, 'role="alert"' in answer.text) == (422, True), action


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/potentialer/P-042/2026-10/read.csv?enhed=%00", 400),
        ("/potentialer?soeg=a%00b", 400),
        ("/?til=2026-1%00", 400),
        ("/sager?side=" + "0" * 10 + "9" * 5000, 404),
    ],
)
def test_what_no_keyboard_sends_is_refused_in_a_sentence(pages: Served, address: str, status: int) -> None:
    """Found by the machine: a file that broke off in the middle, and a number longer than Python reads."""
    token, _ = signed_in(pages.engine)
    answer = httpx.get(pages.url + address, cookies={"gevinst": token})
    assert (answer.status_code, "<h1>" in answer.text) == (status, True)
