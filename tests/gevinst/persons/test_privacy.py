"""The number and the name are in no output, log, error or row of ours, whatever is asked and however it goes wrong."""

import logging
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from gevinst.cli import run as gevinst
from gevinst.redaction import redact
from gevinst.settings import ROOT
from tests.gevinst.core import ON_SQLITE
from tests.gevinst.persons.citizens import ANNA, ANNAS, BENTS, Desk, annas_case, put, run, texts_of, wait_with

NOWHERE = ("access_log", "audit", "item_persons", "restrictions", "staff", "journal", "ledger_entries")
"""Tables that hold no case data, those the commands write included."""


def planted_in(said: str) -> list[str]:
    """What of the citizen stands in a text: the number in either form, its last four digits, the name or a part of it.

    Four digits in the middle of a longer number, such as a time in microseconds, are somebody else's.
    """
    marks = (ANNAS.digits, ANNAS.formatted, ANNA.name, *ANNA.name.split())
    found = [mark for mark in marks if mark.casefold() in said.casefold()]
    return found + re.findall(rf"(?<![\d.]){ANNA.cpr[6:]}(?!\d)", said)


def test_no_command_shows_the_citizen(
    registered: Engine, desk: Desk, house: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Each in words and as JSON, with every log on and every statement logged; the export's page, by purpose, shows it all."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    annas_case(registered)
    put(registered, "b")
    run(registered, wait_with(ANNAS, BENTS))
    caplog.clear()
    try:
        for options in ((), ("--json",)):
            desk.ask("find", *options)
            desk.ask("export", str(house / f"svar{len(options)}"), *options)
            desk.ask("rectify", "--note", "datoen er forkert", *options)
            desk.ask("restrict", *options)
            desk.ask("find", *options)
            desk.ask("lift", *options)
    finally:
        logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)
    assert "GEV-2" in desk.said
    assert "INSERT INTO access_log" in caplog.text
    assert planted_in(desk.said + caplog.text) == []
    for table in NOWHERE:
        with registered.connect() as connection:
            assert planted_in(str(connection.execute(text(f"SELECT * FROM {table}")).all())) == []
    page = texts_of(house / "svar0")["indsigt.html"].decode()
    assert planted_in(page) == planted_in(f"{ANNAS.digits} {ANNAS.formatted} {ANNA.name}")


@pytest.mark.parametrize(
    "number",
    ["", "310299-1234", f"{ANNA.cpr}\n{ANNA.cpr}", f"{ANNA.cpr} {ANNA.name}", ANNA.cpr + "0" * 200],
    ids=["nothing", "no such day", "two", "with a name", "endless"],
)
def test_what_is_no_number_is_refused_unrepeated(registered: Engine, desk: Desk, number: str) -> None:
    """One sentence says what is wanted; nothing is looked up or written down."""
    said = desk.ask("find", number=number, code=1)
    assert "ét CPR-nummer" in said
    assert planted_in(said) == []
    assert redact(said) == said
    with registered.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM access_log")).scalar() == 0


@pytest.mark.parametrize("shape", ["{0}", "--cpr={0}", "--{0}"])
@pytest.mark.parametrize("written", [ANNAS.digits, ANNAS.formatted])
def test_a_number_in_the_command_is_refused_unrepeated(
    registered: Engine, capsys: pytest.CaptureFixture[str], shape: str, written: str
) -> None:
    """It stands in the shell's history by then, and whoever typed it is told so."""
    for command in ("find", "restrict", "export"):
        assert gevinst(["person", command, "folder", shape.format(written), "--by", "DPO"]) == 2
        said = capsys.readouterr()
        assert "shell's history" in said.err
        assert planted_in(said.out + said.err) == []


def test_a_number_elsewhere_than_it_belongs_is_refused_unrepeated(registered: Engine, desk: Desk, house: Path) -> None:
    """As initials, as the folder's name, in the note."""
    annas_case(registered)
    desk.ask("find", by=ANNA.cpr, code=1)
    desk.ask("export", str(house / ANNA.cpr), code=1)
    desk.ask("rectify", "--note", ANNAS.formatted, code=1)
    assert planted_in(desk.said) == []


def test_a_database_that_fails_says_nothing_of_the_citizen(
    registered: Engine, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The failing statement's values stay out of the sentence."""
    annas_case(registered)
    with registered.begin() as connection:
        connection.execute(text("DROP TABLE restrictions"))
    assert "the database can't be used" in desk.ask("restrict", code=1)
    assert planted_in(desk.said) == []


@ON_SQLITE
@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_a_terminal_asks_and_does_not_show_what_is_typed(registered: Engine) -> None:
    """What somebody behind the desk could read off the screen: the question, the answer, and no number."""
    annas_case(registered)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "gevinst", "person", "find", "--by", "DPO"]
    begun = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "160"},
        start_new_session=True,
    )
    os.close(theirs)
    screen = b""
    while b"CPR-nummer: " not in screen:
        screen += os.read(ours, 1024)
    os.write(ours, ANNA.cpr.encode() + b"\n")
    try:
        while part := os.read(ours, 1024):
            screen += part
    except OSError:
        pass  # the other end is closed: it has ended
    os.close(ours)
    assert begun.wait(timeout=60) == 0
    assert "GEV-1" in screen.decode()
    assert planted_in(screen.decode()) == []
