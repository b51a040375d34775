"""The caseworkers' desk behind its door: colleagues who sign in, and cases made by the real steps."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import httpx
from sqlalchemy import Engine, delete, insert, select
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from gevinst.door.signing_in import ROUTE as SIGN_IN
from gevinst.items.case import Case
from gevinst.keyed_hash import keyed_hash
from gevinst.store.tables import audit, audit_outcomes, item_persons
from gevinst.web.app import create_app_behind_door
from sandbox.people import ORDINARY
from sandbox.post.layouts import label_table
from sandbox.post.paper import Paper, make_paper, without_cpr
from tests.gevinst.core import OutsideSystem, Register, register_potential
from tests.gevinst.door.visitors import CASEWORKER, visiting
from tests.gevinst.web.office import served
from tests.tasks.mailroom import drop, letter, read, take_in, work_through

BILL = make_paper(random.Random(1), ORDINARY[1], "regning")
CPR = f"{BILL.person.cpr[:6]}-{BILL.person.cpr[6:]}"
WITHOUT_NUMBER = without_cpr(BILL)
TWO_AMOUNTS = replace(BILL, amount=BILL.amount, second_amount=BILL.amount + 150)


@dataclass(frozen=True)
class Colleague:
    """Somebody who is signed in, with a browser that sends what the page's forms send."""

    client: httpx.Client
    csrf: str

    def see(self, item: str = "GEV-1") -> str:
        """A case's page."""
        return self.client.get(f"/sager/{item}").text

    def answer(self, item: str = "GEV-1", **typed: str) -> httpx.Response:
        """Send the form of a case, by default to its first question; not led on to what follows."""
        return self.client.post(f"/sager/{item}/svar", data={"csrf": self.csrf, "spoergsmaal": "1", **typed})

    def led_on(self, answered: httpx.Response) -> str:
        """The page an answer leads to."""
        assert answered.status_code == 303, answered.text
        return self.client.get(answered.headers["location"]).text

    def press(self, button: str, item: str = "GEV-1") -> httpx.Response:
        """Open a case and press a button of its form, which sends whatever is hidden in it."""
        return self.send({**self.hidden(item), "valg": button}, item)

    def hidden(self, item: str = "GEV-1") -> dict[str, str]:
        """What a case's page, as it is now, would send with any button."""
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', self.see(item)))

    def send(self, form: Mapping[str, str], item: str = "GEV-1") -> httpx.Response:
        """Send a form as it is."""
        return self.client.post(f"/sager/{item}/svar", data=dict(form))

    def find(self, typed: str) -> httpx.Response:
        """Search."""
        return self.client.post("/sager/find", data={"csrf": self.csrf, "soeg": typed})

    def name_of(self, name: str = "cpr", item: str = "GEV-1") -> str:
        """What the page calls a field in its form."""
        called = (part.split('"')[0] for part in self.see(item).split('name="')[1:])
        return next(each for each in called if each.endswith(f".{name}"))


@dataclass(frozen=True)
class Desk:
    """The desk as it runs: how the cases ended before anybody looked, and what the server was asked, as it was sent."""

    url: str
    engine: Engine
    ended: Sequence[str] = ()
    asked: list[bytes] = field(default_factory=list)

    @contextmanager
    def colleague(self, initials: str = CASEWORKER) -> Iterator[Colleague]:
        """Somebody signs in; ABC is the caseworker of the unit."""
        with visiting(self.url, initials) as visitor:
            visitor.client.timeout = httpx.Timeout(120)
            yield Colleague(visitor.client, visitor.csrf())


@dataclass(frozen=True)
class _Asked:
    """Writes down each address as it was sent."""

    app: ASGIApp
    asked: list[bytes]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through."""
        if scope["type"] == "http":
            self.asked.append(scope["raw_path"] + b"?" + scope["query_string"])
        await self.app(scope, receive, send)


@contextmanager
def served_desk(engine: Engine, ended: Sequence[str] = ()) -> Iterator[Desk]:
    """The pages of a database behind the door; who comes in is up to the fixture `colleagues`."""
    asked: list[bytes] = []

    def make(engine: Engine) -> Starlette:
        app = create_app_behind_door(engine)
        app.add_middleware(_Asked, asked=asked)
        return app

    with served(engine, make) as running:
        yield Desk(running.url, engine, ended, asked)


@contextmanager
def at_desk(engine: Engine, *mails: bytes, outside: OutsideSystem | None = None) -> Iterator[tuple[Desk, Colleague]]:
    """What one run made of some mails, and ABC at the desk."""
    register_potential(engine)
    receive(*mails)
    with served_desk(engine, run(engine, outside)) as desk, desk.colleague() as colleague:
        yield desk, colleague


def receive(*mails: bytes) -> None:
    """Let mails come, and be taken in."""
    drop(*mails)
    take_in()


def mail(*papers: Paper, number: int = 1, **more: str) -> bytes:
    """A mail with papers as PDF files that are called by their citizen, as people do."""
    files = [(f"Regning {paper.person.name} {place}.pdf", label_table(paper)) for place, paper in enumerate(papers, 1)]
    return letter(*files, message_id=f"<{number}@klinik.example>", **more)


def forgetful() -> OutsideSystem:
    """An outside system in which nobody can tell afterwards whether something was written."""
    system = OutsideSystem()
    system.after_write = system.traces.clear
    return system


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


def audited(engine: Engine) -> list[tuple[str, int | None, int | None]]:
    """What was written down besides who came in: route, item, and how it went."""
    with engine.connect() as connection:
        rows = connection.execute(
            select(audit.c.route, audit.c.item_id, audit_outcomes.c.status)
            .outerjoin(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .where(audit.c.route != SIGN_IN)
            .order_by(audit.c.id)
        )
        return [(each.route, each.item_id, each.status) for each in rows]
