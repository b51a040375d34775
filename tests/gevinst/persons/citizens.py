"""Invented citizens with items in the house, and `gevinst person` as somebody uses it: the number on standard input."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from gevinst.access_log import record_access
from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.door.audit import record, record_outcome
from gevinst.door.person import Person, Role
from gevinst.errors import BusinessError
from gevinst.items import files
from gevinst.items.act import act_in_danish
from gevinst.items.case import Case, Credit
from gevinst.items.loop import Run
from gevinst.items.notes import add_note
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.persons.about import must_be_free
from gevinst.staff import staff_id
from gevinst.store.clock import now_us
from gevinst.store.tables import readings
from gevinst.values.cpr import Cpr
from sandbox.people import ORDINARY
from tests.gevinst.core import OutsideSystem, Register

ANNA, BENT = ORDINARY[1], ORDINARY[2]
ANNAS, BENTS = Cpr.parse(ANNA.cpr), Cpr.parse(BENT.cpr)
QUEUE = Queue("helbredstillaeg", "P-042", systems=("pension", "mail"), retention_days=30)
REGISTERED = act_in_danish("register")
CASE_PAGE = "GET /sager/{item}"
"""What the audit calls the page of a case."""


def put(engine: Engine, reference: str, *papers: bytes) -> int:
    """One item with a mail whose payload names Anna, and its papers."""
    with engine.begin() as connection:
        ensure_queue(connection, QUEUE)
        number = put_in(
            connection, QUEUE, reference=reference, content_hash=reference, payload={"message_id": f"<{ANNA.name}>"}
        )
        assert number is not None
        for role, content in (
            ("original", b"mail of " + reference.encode()),
            *(("attachment", each) for each in papers),
        ):
            name = "mail.eml" if role == "original" else "dokument-1.pdf"
            sha256 = files.store_file(content)
            files.attach(connection, number, role=role, sha256=sha256, file_name=name, media_type="application/pdf")
    return number


def run(engine: Engine, work: Callable[[Case], object]) -> Run:
    """Work through the queue as a flow does."""
    turn = Run(engine, QUEUE, flow_run="run-1")
    for case in turn:
        with case:
            work(case)
    return turn


def handle(case: Case) -> None:
    """Read (Anna is found), look her up, and register: what a robot does with an ordinary case."""
    must_be_free(case, [ANNAS])
    case.checkpoint("read_documents-x", dict, lambda: {"cpr": ANNA.cpr, "citizen_name": ANNA.name}, Credit("read"))
    look_up(case.engine, ANNAS, case.item.id)
    case.guarded(Register(OutsideSystem(), case.item.label))


def wait_with(*people: Cpr, code: Code = Code.SEVERAL_CITIZENS) -> Any:
    """Work that finds these citizens and hands the case to a person."""

    def work(case: Case) -> None:
        must_be_free(case, people)
        case.checkpoint(f"read-{len(people)}", dict, lambda: {"cpr": ANNA.cpr, "citizen_name": ANNA.name})
        case.checkpoint("read-other", dict, lambda: {"cpr": people[-1].digits, "citizen_name": BENT.name})
        raise BusinessError(code)

    return work


def look_up(engine: Engine, cpr: Cpr, item_id: int) -> None:
    """A robot's line in the access log."""
    account = {"account": "robot-helbredstillaeg", "system": "pension", "purpose": "registrering af bilag"}
    record_access(engine, cpr=cpr, item_id=item_id, **account)


def view(engine: Engine, number: int, *, initials: str = "KON", status: int = 200) -> None:
    """Somebody opens a case's page, or (404) one that isn't their unit's: the lines the pages write of it."""
    with engine.begin() as connection:
        who = Person(staff_id(connection, initials), initials, frozenset({Role.CASEWORKER}), frozenset())
        record_outcome(connection, record(connection, who, CASE_PAGE, item_id=number), status)


def annas_case(engine: Engine, reference: str = "a") -> int:
    """A completed case about Anna: read, looked up, registered, noted upon, opened by a colleague."""
    number = put(engine, reference, b"%PDF the bill of " + reference.encode())
    run(engine, handle)
    with engine.begin() as connection:
        add_note(connection, number, f"ringet til {ANNA.name}", initials="KON")
        told = {"template": "helbredstillaeg", "result": {"cpr": ANNA.cpr}, "claim_no": 1, "read_at": now_us()}
        connection.execute(insert(readings).values(item_id=number, sha256="a" * 64, **told))
    view(engine, number)
    return number


class Desk:
    """Somebody at a terminal who may ask about citizens."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.said = ""
        """Everything any command has written, complaints included."""

    def ask(self, *arguments: str, number: str = ANNA.cpr, code: int = 0, by: str = "dpo") -> str:
        """A command of `gevinst person` with a number on standard input; what it answered, or complained of."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(number + "\n"))
        who = ("--by", by) if by else ()
        done = gevinst(["person", *arguments, *who])
        out, err = self._capsys.readouterr()
        self.said += out + err
        assert done == code, err
        assert "Traceback" not in err
        return err if code else out

    def data(self, *arguments: str, number: str = ANNA.cpr) -> Any:
        """The same as JSON."""
        return json.loads(self.ask(*arguments, "--json", number=number))


def texts_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its place in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
