"""The database as one file: PostgreSQL's by its own `pg_dump`, SQLite's by its own backup, while work goes on."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine

from gevinst.errors import Refused

_DEBIAN = Path("/usr/lib/postgresql")


def dump(engine: Engine, folder: Path) -> Path:
    """Write the whole database, as of one moment, into a file in `folder`; returns the file.

    Raises:
        Refused: It can't be written; the sentence says why.
    """
    if engine.dialect.name == "sqlite":
        path = folder / "database.sqlite"
        copy_sqlite(Path(str(engine.url.database)), path)
        return path
    path = folder / "database.dump"
    known = engine.url  # its password is never an argument: those are seen by every account on the machine
    environment = {**os.environ, **({"PGPASSWORD": str(known.password)} if known.password else {})}
    where = URL.create("postgresql", known.username, None, known.host, known.port, known.database, known.query)
    _run(
        [
            program("pg_dump"),
            "--format=custom",
            "--no-password",
            f"--file={path}",
            f"--dbname={where.render_as_string()}",
        ],
        environment,
    )
    return path


def is_whole(path: Path) -> bool:
    """Whether the program that would restore it can read it."""
    if path.suffix == ".sqlite":
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as opened:
                return bool(opened.execute("PRAGMA integrity_check").fetchone() == ("ok",))
        except sqlite3.Error:
            return False
    try:
        _run([program("pg_restore"), "--list", str(path)], dict(os.environ))
    except Refused:
        return False
    return True


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file that is in use: the file alone, without its log, would be half of it."""
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as here,
        closing(sqlite3.connect(target)) as there,
    ):
        here.backup(there)
        there.execute("PRAGMA journal_mode = DELETE")  # one file, and no log beside it when it is looked at


def program(name: str) -> str:
    """One of PostgreSQL's programs, the newest there is: an older one refuses a newer server.

    Raises:
        Refused: It isn't installed.
    """
    found = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    path = str(found[-1]) if found else shutil.which(name)
    if path is None:
        raise Refused(f"{name} is missing: install the package `postgresql-client`")
    return path


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["it said nothing"])[0]
        raise Refused(f"{Path(command[0]).name} failed: {said}")
