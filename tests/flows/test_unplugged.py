"""Pull the plug around every act outside: the next run ends with everything exactly once, or with a person."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.ledger.checks import reconcile
from gevinst.settings import ROOT, settings
from gevinst.store.engine import open_engine, reading
from gevinst.store.migrate import upgrade
from gevinst.store.tables import items, ledger_entries
from tests.gevinst.core import register_potential
from tests.pensys import RunningPensys
from tests.post import deliver, sent_to
from tests.thoroughness import EVERY_MOMENT

KILLED = -9


def run(*arguments: str) -> int:
    """The flow in a process of its own; returns how it ended."""
    command = [sys.executable, "-m", "tests.flows.unplugged", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120).returncode


def folder_counts() -> dict[str, int]:
    """How many mails lie in each folder."""
    path = settings().mail_folder.resolve() / "helbredstillaeg" / "mailbox.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT folder, count(*) FROM mails GROUP BY folder").fetchall())


MOMENTS = [
    (act, moment) for act in ("register", "file", "draft", "send", "move") for moment in ("before", "during", "after")
]
HARDEST = [("send", "during")]
"""A mail can't be taken back. `make chaos` pulls the plug at every moment, and tests/chaos kills around each write."""


@pytest.mark.parametrize(("act", "moment"), MOMENTS if EVERY_MOMENT else HARDEST)
def test_a_pulled_plug_loses_and_doubles_nothing(act: str, moment: str, pensys: RunningPensys, house: Path) -> None:
    """Killed right before, during or right after the act: exactly once in the end, or a person looks."""
    upgrade(open_engine())
    register_potential(open_engine(), activities=("read", "register", "file", "acknowledge"))
    deliver()
    assert run(act, moment) == KILLED
    assert run() == 0

    with reading(open_engine()) as connection:
        (item,) = connection.execute(items.select()).all()
        entries = connection.execute(ledger_entries.select()).all()
        assert reconcile(connection) == []
    registrations, files = pensys.rows("registrations"), pensys.rows("files")
    assert len({row["remark"] for row in files}) == len(files)
    if item.state == State.PENDING:
        assert (act, moment) in {("register", "before"), ("file", "before")}
        assert item.code == Code.UNCERTAIN_WRITE
        assert len(registrations) == (0 if act == "register" else 1)
        assert folder_counts().get(Folder.MANUAL) == 1
        assert folder_counts().get(Folder.SENT, 0) == 0
        assert entries == []
        return
    assert item.outcome == Outcome.BY_ROBOT
    assert [row["reference"] for row in registrations] == [f"GEV-{item.id}"]
    assert sorted(row["name"] for row in files) == sorted(["mail.eml", files[1]["name"], "brev-til-borger.pdf"])
    assert len(files) == 3
    assert folder_counts() == {Folder.DONE: 1, Folder.SENT: 1}
    assert len(sent_to(house / "digitalpost")) == 1
    assert sorted(entry.activity for entry in entries) == ["acknowledge", "file", "read", "register"]
