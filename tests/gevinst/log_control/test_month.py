"""The log controller's month: every look-up and view is listed, and what is checked is drawn so that nobody chooses it."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, select

from gevinst.cli import run as gevinst
from gevinst.log_control.drawing import draw
from gevinst.log_control.lines import Line, Source
from gevinst.store.tables import access_log
from tests.gevinst.core import put
from tests.gevinst.persons.citizens import ANNA, ANNAS, Desk, look_up, view
from tests.gevinst.sampling.sampled import at


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command answered, or else what it complained of."""
    assert gevinst(["access", *arguments]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


def data(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The same as JSON."""
    return json.loads(told(capsys, *arguments, "--json"))


@pytest.fixture
def november(database: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Engine:
    """Thirty look-ups by the robot, ten views by colleagues, one refused, and one use of `gevinst person`; it is December."""
    at("2026-10-31")
    number = put(database)
    look_up(database, ANNAS, number)
    at("2026-11-10")
    for _ in range(30):
        look_up(database, ANNAS, number)
    for _ in range(10):
        view(database, number)
    view(database, number, initials="NYS", status=404)
    Desk(monkeypatch, capsys).ask("find")
    at("2026-12-02")
    view(database, number)
    return database


def test_a_month_is_listed_with_its_counts(november: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Its own lines and no other month's: who, where, why and about which item; refusals are marked."""
    listed = told(capsys, "list", "--month", "2026-11")
    for word in (
        *("november 2026", "42 linjer", "robot-helbredstillaeg", "registrering af bilag", "GEV-1", "KON"),
        *("NYS", "sagsbehandler (afvist)", "fremsøgning", "DPO"),
    ):
        assert word in listed
    found = data(capsys, "list", "--month", "2026-11")
    counts = {(each["kind"], each["who"]): each["count"] for each in found["counts"]}
    assert counts == {
        ("opslag", "robot-helbredstillaeg"): 30,
        ("visning", "KON"): 10,
        ("visning", "NYS"): 1,
        ("opslag", "DPO"): 1,
    }
    assert [line["at"] for line in found["lines"]] == sorted(line["at"] for line in found["lines"])


def test_nothing_of_the_citizen_is_listed_or_drawn(november: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither number nor its hash, by which one citizen's lines could be told from another's."""
    with november.connect() as connection:
        hashed = connection.execute(select(access_log.c.cpr_hash).limit(1)).scalar_one()
    for command in ("list", "draw"):
        for options in ((), ("--json",)):
            said = told(capsys, command, "--month", "2026-11", *options)
            assert [mark for mark in (ANNA.cpr, ANNA.cpr[6:], hashed) if mark in said] == []


def test_what_is_drawn_is_the_same_each_time(november: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Of look-ups and views alike; more lines of a later month change nothing, and a larger draw holds the smaller one."""
    drawn = data(capsys, "draw", "--month", "2026-11")
    assert (len(drawn["drawn"]), drawn["of"]) == (25, 42)
    assert {each["line"].split("-")[0] for each in drawn["drawn"]} == {"access_log", "audit"}
    look_up(november, ANNAS, 1)
    assert data(capsys, "draw", "--month", "2026-11") == drawn
    assert data(capsys, "draw", "--month", "2026-11", "--count", "10")["drawn"] == drawn["drawn"][:10]
    assert len(data(capsys, "draw", "--month", "2026-11", "--count", "99")["drawn"]) == 42
    shown = told(capsys, "draw", "--month", "2026-11")
    assert "25 af 42 linjer" in shown
    assert [each["lot"][:8] for each in drawn["drawn"] if each["lot"][:8] not in shown] == []


def test_another_key_draws_others(
    november: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nobody without the installation's key can know beforehand which line is looked at."""
    drawn = data(capsys, "draw", "--month", "2026-11")["drawn"]
    monkeypatch.setenv("GEVINST_SECRET_HASH_KEY", "another key")
    assert data(capsys, "draw", "--month", "2026-11")["drawn"] != drawn


def test_each_line_has_the_same_chance(house: object) -> None:
    """Over a thousand months of ten lines, each is among the two drawn about as often (χ² with 9 degrees, 0.1 %)."""
    lines = [
        Line(Source.LOOK_UP, number, number, "robot", is_robot=True, where="x", purpose="y", item_id=None)
        for number in range(10)
    ]
    months = [f"{year:04d}-{month:02d}" for year in range(2000, 2084) for month in range(1, 13)][:1000]
    drawn = [each.line.number for month in months for each in draw(lines, month, 2)]
    expected = len(drawn) / len(lines)
    assert sum((drawn.count(number) - expected) ** 2 / expected for number in range(10)) < 27.9


def test_only_a_month_that_has_ended_unless_asked(november: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """What is drawn of a month under way could change tomorrow; it is shown with a mark where somebody wants it."""
    for command in ("list", "draw"):
        assert "ikke slut" in told(capsys, command, "--month", "2026-12", code=1)
        assert "ikke en måned" in told(capsys, command, "--month", "2026-13", code=1)
    assert "indtil nu: 1 af 1 linjer" in told(capsys, "draw", "--month", "2026-12", "--so-far")
    assert "0 linjer" in told(capsys, "list", "--month", "2026-09")
    assert gevinst(["access", "draw", "--month", "2026-11", "--count", "0"]) == 2
