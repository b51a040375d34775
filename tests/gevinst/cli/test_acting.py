"""What operations does with many items at once, and how it holds queues back: first looked at, then done."""

import json

import pytest
from sqlalchemy import Engine

from gevinst.cli import run as gevinst
from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError, SystemDown
from gevinst.items.case import Case, Credit
from gevinst.items.model import State
from gevinst.items.queues import claim
from gevinst.store import clock
from tests.gevinst.core import OutsideSystem, Register, entries, put, register_potential, row, run


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command answered on standard output."""
    assert gevinst([*arguments]) == code, capsys.readouterr().err
    return capsys.readouterr().out


def told_json(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> object:
    """The same, as a program reads it."""
    return json.loads(told(capsys, *arguments, "--json", code=code))


@pytest.fixture
def house_full(database: Engine) -> Engine:
    """Six items: 1 done, 2-3 failed by a changed screen, 4 failed unforeseen, 5-6 wait for a person."""
    register_potential(database)
    for number in range(1, 7):
        put(database, f"r{number}")
    outside = OutsideSystem()
    errors = {
        2: ProcessError("label"),
        3: ProcessError("label"),
        4: ZeroDivisionError(),
        5: BusinessError(Code.NO_GRANT),
        6: BusinessError(Code.DOCUMENT_UNKNOWN),
    }

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read", counts_by_person=True))
        case.guarded(Register(outside, case.item.label))
        if case.item.id in errors:
            raise errors[case.item.id]

    run(database, work)
    return database


def test_a_bulk_retry_is_looked_at_first(house_full: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """--dry-run names the items and changes nothing; then exactly those are retried."""
    which = ("items", "retry", "--reason", "screen-changed")
    assert "2 emner: GEV-2, GEV-3. Intet er ændret." in told(capsys, *which, "--dry-run")
    assert row(house_full, 2).state == State.FAILED
    assert told_json(capsys, *which) == [{"item": "GEV-2", "state": "new"}, {"item": "GEV-3", "state": "new"}]
    assert row(house_full, 4).state == State.FAILED


def test_bulk_needs_a_condition_and_says_what_each_refuses(
    house_full: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing named is nothing done; one item's refusal doesn't stop the others."""
    assert gevinst(["items", "retry"]) == 1
    assert "say which items" in capsys.readouterr().err
    assert gevinst(["items", "retry", "2", "--queue", "x"]) == 1
    assert "not both" in capsys.readouterr().err
    assert gevinst(["items", "retry", "1", "4"]) == 1
    said = capsys.readouterr()
    assert "GEV-1 is 'completed'" in said.err
    assert "GEV-4 er nu: ny" in said.out


def test_every_waiting_item_of_a_kind_can_be_answered_alike(
    house_full: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a template was mended: all unknown documents are tried again; what must be looked up one by one is not."""
    which = ("--initials", "DRI", "--reason", "document-unknown")
    assert told_json(capsys, "items", "answer-all", "prøv igen", *which) == [{"item": "GEV-6", "state": "new"}]
    assert row(house_full, 5).state == State.PENDING
    assert gevinst(["items", "answer-all", "fundet", *which]) == 1
    assert "one item at a time" in capsys.readouterr().err


def test_items_are_closed_by_hand_with_a_note(house_full: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """By number; the note, the journal and the attempt with its evidence are shown afterwards."""
    assert "GEV-2 er nu: afsluttet" in told(
        capsys, "items", "close", "2", "--initials", "abc", "--note", "tastet i hånden", "--time", "5-15 minutter"
    )
    shown = told(capsys, "items", "show", "2")
    assert "Note (ABC): tastet i hånden" in shown
    assert "register document" in shown
    assert "kvittering" in shown
    whole = told_json(capsys, "items", "show", "2")
    assert isinstance(whole, dict)
    assert [line["kind"] for line in whole["journal"]] == ["intent", "receipt"]
    assert whole["attempts"][0]["evidence"].endswith("claim-1")
    assert [(e.kind, e.seconds) for e in entries(house_full) if e.item_id == 2] == [("saving", 60), ("human time", 600)]


@pytest.mark.parametrize(
    ("conditions", "found"),
    [
        (("--state", "failed"), {2, 3, 4}),
        (("--reason", "no-grant"), {5}),
        (("--reference", "r1"), {1}),
        (("--older-than", "1h"), set()),
        (("--queue", "anden"), set()),
        (("--state", "failed", "--reason", "unknown-failure"), {4}),
    ],
)
def test_items_are_found_by_where_they_stand(
    house_full: Engine, capsys: pytest.CaptureFixture[str], conditions: tuple[str, ...], found: set[int]
) -> None:
    """Queue, state, reason, age and reference, one or several."""
    listed = told_json(capsys, "items", "list", *conditions)
    assert isinstance(listed, list)
    assert {each["id"] for each in listed} == found


def test_queues_show_depth_age_rate_and_why_they_wait(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A system that is down, with its wake-up time; an item whose run died is given back and was counted as stuck."""
    register_potential(database)
    for name in ("a", "b", "c"):
        put(database, name)
    run(database, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")), limit=1)
    with database.begin() as connection:
        claim(connection, "helbredstillaeg", worker="dead", flow_run=None)
    clock.offset.microseconds = 1800 * clock.MICROSECONDS

    def down(_case: Case) -> None:
        raise SystemDown("pension", "PENSYS does not answer")

    told_queues = told_json(capsys, "queues", "list")
    assert isinstance(told_queues, list)
    (queue,) = told_queues
    assert (queue["completed_last_hour"], queue["stuck"], queue["items"]) == (1, 1, {"completed": 1, "new": 2})
    assert queue["oldest_seconds"] >= 1800
    run(database, down, limit=1)
    table = told(capsys, "queues", "list")
    assert "PENSYS does not answer" in table
    assert "Et system svarer ikke" in table
    assert "kører igen" in told(capsys, "queues", "resume", "helbredstillaeg")
    assert "Et system svarer ikke" not in told(capsys, "queues", "list")


def test_the_kill_switch_is_one_command_each_way(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything, a system or a queue; what is stopped and by whom is shown; a stop that names nothing is refused."""
    put(database)
    for stop, start in (
        (("stop", "--initials", "DRI"), ("start",)),
        (("stop", "--system", "pension", "--initials", "DRI"), ("start", "--system", "pension")),
        (("queues", "pause", "helbredstillaeg", "--initials", "DRI"), ("queues", "resume", "helbredstillaeg")),
    ):
        told(capsys, *stop)
        assert "Stoppet af DRI" in told(capsys, "queues", "list")
        assert run(database, lambda _case: None).tally.endings == []
        told(capsys, *start)
        assert "Stoppet" not in told(capsys, "queues", "list")
        assert gevinst([*start]) == 1
        assert "is not stopped" in capsys.readouterr().err
    assert gevinst(["stop", "--system", "penson", "--initials", "DRI"]) == 1
    assert "there is: mail, pension" in capsys.readouterr().err


def test_a_colleagues_initials_can_be_forgotten(house_full: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """What they did stays, and leads to nobody."""
    told(capsys, "items", "close", "5", "--initials", "ABC", "--note", "klaret")
    told(capsys, "staff", "forget", "abc")
    assert "Note (glemt): klaret" in told(capsys, "items", "show", "5")
    assert gevinst(["staff", "forget", "ABC"]) == 1
    assert "nobody is recorded" in capsys.readouterr().err


def test_the_months_are_closed_and_listed(house_full: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The hash that is printed is the one that is listed."""
    month = entries(house_full)[0].period
    clock.offset.microseconds = 40 * 86_400 * clock.MICROSECONDS
    closed = told_json(capsys, "ledger", "close", month, "--initials", "PRO")
    assert isinstance(closed, dict)
    assert closed["hash"] in told(capsys, "ledger", "months")
    assert "The ledger holds" in told(capsys, "ledger", "verify", "--against", closed["hash"])


def test_what_could_not_be_counted_is_listed_in_danish(database: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """With what is missing; settling says how much of it is posted now."""
    register_potential(database, activities=())
    put(database)
    run(database, lambda case: case.checkpoint("read", str, lambda: "", Credit("read")))
    assert "ingen basislinje den dag" in told(capsys, "ledger", "exceptions")
    assert told_json(capsys, "ledger", "settle") == {"posted": 0, "waiting": 1}
