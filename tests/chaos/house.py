"""Where it all happens: a folder with the database, the mailbox, Digital Post and PENSYS, and the post that arrives."""

import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from gevinst.settings import ROOT
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from sandbox.legacy.app import PASSWORD
from sandbox.people import ORDINARY
from sandbox.post.paper import make_paper
from tests.gevinst.core import register_potential
from tests.post import BODY, deliver

ACTIVITIES = ("read", "register", "file", "acknowledge")
TO_READ = 6
"""Every so many mails one holds a sentence that a person must read first."""
PROGRAMS = Path(__file__).parent / "programs"


@dataclass
class House:
    """One campaign's world."""

    folder: Path
    engine: Engine
    environment: dict[str, str]
    delivered: int = 0

    @property
    def pensys(self) -> Path:
        """PENSYS' own database."""
        return self.folder / "pensys.sqlite"

    @property
    def mailbox(self) -> Path:
        """The mailbox' own database."""
        return self.folder / "mail" / "helbredstillaeg" / "mailbox.sqlite"

    @property
    def letters(self) -> Path:
        """What Digital Post was handed."""
        return self.folder / "digitalpost"

    def post(self, count: int) -> None:
        """Let so many mails arrive: each about a document of its own, no two about the same."""
        for _ in range(count):
            self.delivered += 1
            number = self.delivered
            person = ORDINARY[number % len(ORDINARY)]
            paper = make_paper(random.Random(number), person, "regning")
            paper = replace(paper, day=date(2026, 9, 1) + timedelta(days=number // len(ORDINARY)))
            deliver(number, paper=paper, body="Ring til mig i morgen.\n" if number % TO_READ == 0 else BODY)

    def environment_of(self, *, chromium: bool) -> dict[str, str]:
        """A worker's environment: the printing of letters is real only where the browser is."""
        path = os.environ["PATH"]
        return self.environment | {"PATH": path if chromium else f"{PROGRAMS}{os.pathsep}{path}"}


@contextmanager
def open_house(folder: Path, database_url: str) -> Iterator[House]:
    """PENSYS running in a process of its own, the database at head, the potential registered; ends with the body."""
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GEVINST_", "PREFECT_"))},
        "GEVINST_DATABASE_URL": database_url,
        "GEVINST_DATA_FOLDER": str(folder / "data"),
        "GEVINST_MAIL_FOLDER": str(folder / "mail"),
        "GEVINST_DIGITALPOST_FOLDER": str(folder / "digitalpost"),
        "GEVINST_SECRETS_FOLDER": str(folder / "secrets"),
        "GEVINST_SECRET_HASH_KEY": "a key of the chaos",
        "GEVINST_SECRET_PENSION_PASSWORD": PASSWORD,
        "GEVINST_PENSION_URL": f"http://127.0.0.1:{port}",
        "GEVINST_SAMPLE_ONE_IN": "1",  # each completion draws, so that each can be struck there
        "GEVINST_LEASE_SECONDS": "5",
        "GEVINST_DATABASE_PATIENCE_SECONDS": "30",
        "GEVINST_INTAKE_PER_SENDER": "100000",  # one clinic sends it all
        "GEVINST_ANSWERS_PER_DAY": "100000",
        "PREFECT_HOME": str(folder / "prefect"),
    }
    before = dict(os.environ)
    os.environ.update(environment)
    engine = open_engine(database_url)
    try:
        upgrade(engine)
        register_potential(engine, activities=ACTIVITIES)
        house = House(folder, engine, environment)
        LocalMailbox("helbredstillaeg").check()
        with _pensys(house, port), _held(house.pensys), _held(house.mailbox):
            yield house
    finally:
        engine.dispose()
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _pensys(house: House, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "sandbox.legacy", "--port", str(port), "--database", str(house.pensys)]
    with (house.folder / "pensys.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=house.environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                httpx.get(f"http://127.0.0.1:{port}/", timeout=2)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Keep a SQLite file open: else each short visit to it is the last one to leave, and tidies it up on the disk."""
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
