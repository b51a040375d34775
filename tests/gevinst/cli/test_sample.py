"""The sample on the command line: what waits, what is to be looked at, the answer, and what it all says."""

import json

import pytest
from sqlalchemy import Engine

from gevinst.cli import run as gevinst
from gevinst.items.case import Case, Credit
from gevinst.sampling.words import BREACH
from tests.gevinst.core import OutsideSystem, Register, put, register_potential, run
from tests.gevinst.sampling.sampled import at


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command answered on standard output, or else what it complained of."""
    assert gevinst(["sample", *arguments]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


@pytest.fixture
def drawn(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two cases of October the robot completed and registered, both in the sample; it is November."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    at("2026-10-10")
    outside = OutsideSystem()
    for reference in "ab":
        put(database, reference)

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read"))
        case.guarded(Register(outside, case.item.label))

    run(database, work)
    at("2026-11-05")
    return database


def test_what_waits_is_listed_looked_at_and_answered(drawn: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """From the list to the saved answer, as a colleague goes through it; then only the other one waits."""
    listed = told(capsys, "list")
    assert [
        word for word in ("GEV-1", "GEV-2", "10. oktober 2026", "lodtrækning", "venter") if word not in listed
    ] == []
    shown = told(capsys, "show", "GEV-1")
    assert "Se efter: registreringen i fagsystemet, med nummeret GEV-1." in shown
    assert "er under grænsen" in shown
    said = told(
        *(capsys, "answer", "1", "fejl rettet", "--error", "forkert borger"),
        *("--time", "under 5 minutter", "--initials", "kon"),
    )
    assert "GEV-1 er kontrolleret: fejl rettet: forkert borger. Tiden til at rette, 3 minutter, er trukket fra" in said
    assert BREACH.split(":")[0] in said
    waiting = json.loads(told(capsys, "list", "--json"))
    assert [each["item"] for each in waiting] == ["GEV-2"]
    everything = json.loads(told(capsys, "list", "--everything", "--json"))
    assert [(each["result"], each["error"], each["initials"]) for each in everything] == [
        ("fejl rettet", "forkert borger", "KON"),
        (None, None, None),
    ]


def test_what_is_refused_changes_nothing_and_says_what_to_do(drawn: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """A second answer, an error without its kind, a case that isn't drawn, and a word that is none."""
    told(capsys, "answer", "1", "i orden", "--initials", "KON")
    for arguments, complaint in (
        (("answer", "1", "i orden", "--initials", "LED"), "GEV-1 is checked already, by KON"),
        (("answer", "2", "fejl rettet", "--initials", "KON"), "say which, one of: "),
        (("answer", "7", "i orden", "--initials", "KON"), "GEV-7 does not exist"),
        (("show", "7"), "GEV-7 is not in the sample"),
    ):
        assert complaint in told(capsys, *arguments, code=1)
    assert gevinst(["sample", "answer", "2", "fint", "--initials", "KON"]) == 2
    capsys.readouterr()
    assert [each["item"] for each in json.loads(told(capsys, "list", "--json"))] == ["GEV-2"]


def test_the_figures_of_a_month_say_that_two_are_too_few(drawn: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts are told, a share isn't; the month is that of the cases, not that of the check."""
    told(capsys, "answer", "1", "fejl rettet", "--error", "andet", "--time", "under 5 minutter", "--initials", "KON")
    shown = told(capsys, "figures", "--month", "2026-10")
    assert "1 af 1: for få kontroller" in shown
    assert "3 minutter" in shown
    found = json.loads(told(capsys, "figures", "--month", "2026-10", "--through", "2026-11", "--json"))
    total = found["total"]
    assert (total["completed"], total["drawn"], total["checked"], total["waiting"]) == (2, 2, 1, 1)
    assert (total["errors"], total["share"], total["interval"]) == ({"andet": 1}, None, None)
    assert found["posted_seconds"] == {"P-042": 150}
    assert json.loads(told(capsys, "figures", "--json"))["lines"] == []
