"""The caseworkers' desk as it is served behind a door: a signed-in person for every request, and cases made by the real steps."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import httpx
import uvicorn
from sqlalchemy import Engine, delete, insert, select
from starlette.types import ASGIApp, Receive, Scope, Send

from gevinst.door.person import Person, Role
from gevinst.door.sessions import Sessions
from gevinst.items.case import Case
from gevinst.keyed_hash import keyed_hash
from gevinst.profile import load_profile
from gevinst.staff import staff_id
from gevinst.store.tables import audit, audit_outcomes, item_persons
from gevinst.web.app import pages_behind_door
from gevinst.web.guarding import Guarded
from gevinst.web.house import House
from gevinst.web.serving import listen
from sandbox.people import ORDINARY
from sandbox.post.layouts import label_table
from sandbox.post.paper import Paper, make_paper, without_cpr
from tests.gevinst.core import OutsideSystem, Register, register_potential
from tests.tasks.mailroom import drop, letter, read, take_in, work_through

UNIT = "Pension og Ydelser"
CSRF = "the session's own"
BILL = make_paper(random.Random(1), ORDINARY[1], "regning")
OTHER = make_paper(random.Random(2), ORDINARY[2], "regning")
CPR = f"{BILL.person.cpr[:6]}-{BILL.person.cpr[6:]}"


def person(
    engine: Engine, initials: str = "ABC", *, units: tuple[str, ...] = (UNIT,), role: Role = Role.CASEWORKER
) -> Person:
    """A colleague with a role in some units."""
    with engine.begin() as connection:
        return Person(staff_id(connection, initials), initials, frozenset({role}), frozenset(units))


@dataclass
class Door:
    """What stands before the pages: it says who asks, as the real one does; nobody where `person` is None."""

    app: ASGIApp
    person: Person | None = None
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] == "http":
            self.asked.append(f"{scope['method']} {scope['path']}")
            state = {} if self.person is None else {"person": self.person, "csrf": CSRF}
            scope = {**scope, "state": state}
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class Desk:
    """The desk as it runs; `door.person` is who looks."""

    url: str
    engine: Engine
    door: Door


@contextmanager
def served_desk(engine: Engine, who: Person) -> Iterator[Desk]:
    """The pages of a database, served from a thread of this process."""
    house = House(engine, load_profile(), door=True)
    door = Door(Guarded(pages_behind_door(house, Sessions(engine))), who)
    server = uvicorn.Server(uvicorn.Config(door, log_config=None, access_log=False, lifespan="off"))
    with listen("127.0.0.1", 0) as place:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [place]}, daemon=True)
        thread.start()
        try:
            yield Desk(f"http://127.0.0.1:{place.getsockname()[1]}", engine, door)
        finally:
            server.should_exit = True
            thread.join()


def known(engine: Engine) -> None:
    """The potential whose unit the cases are of."""
    register_potential(engine)


def receive(*mails: bytes) -> None:
    """Let mails come, and be taken in."""
    drop(*mails)
    take_in()


def mail(*papers: Paper, number: int = 1, **more: str) -> bytes:
    """A mail with papers as PDF files that are called by their citizen, as people do."""
    files = [(f"Regning {paper.person.name} {place}.pdf", label_table(paper)) for place, paper in enumerate(papers, 1)]
    return letter(*files, message_id=f"<{number}@klinik.example>", **more)


def about(engine: Engine, item_id: int, digits: str) -> None:
    """A case is about a citizen, as is written down where a number is read."""
    row = {"item_id": item_id, "cpr_hash": keyed_hash("cpr", digits)}
    with engine.begin() as connection:
        connection.execute(delete(item_persons).filter_by(**row))
        connection.execute(insert(item_persons).values(row))


def run(engine: Engine, outside: OutsideSystem | None = None, *, fails: bool = False) -> list[str]:
    """One run over the queue, which reads and then registers; how each case ended, in words."""
    system = outside or OutsideSystem()

    def work(case: Case) -> None:
        _, request = read(case)
        about(engine, case.item.id, request.cpr.digits)
        if fails:
            message = "the screen is another"
            raise ValueError(message)
        case.guarded(Register(system, case.item.label))

    done = work_through(engine, work)
    return [f"{ending.state}: {ending.outcome or ending.code}" for _, ending in done.tally.endings]


WITHOUT_NUMBER = without_cpr(BILL)
TWO_AMOUNTS = replace(BILL, amount=BILL.amount, second_amount=BILL.amount + 150)


def short_name(client: httpx.Client, field: str = "cpr", item: str = "GEV-1") -> str:
    """What the page calls a field in its form."""
    text = client.get(f"/sager/{item}").text
    return next(part.split('"')[0] for part in text.split('name="')[1:] if part.split('"')[0].endswith(f".{field}"))


def form(**typed: str) -> dict[str, str]:
    """What the page's form sends."""
    return {"csrf": CSRF, "spoergsmaal": "1", **typed}


def audited(engine: Engine) -> list[tuple[str, int | None, int | None]]:
    """What was written down: route, item, and how it went."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(audit.c.route, audit.c.item_id, audit_outcomes.c.status)
            .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .order_by(audit.c.id)
        )
        return [(each.route, each.item_id, each.status) for each in rows]
