"""A PostgreSQL of the tests' own: started once a session, as its own user, on a socket in a folder of its own."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"
_FORGETFUL = "-c fsync=off -c full_page_writes=off -c autovacuum=off -c checkpoint_timeout=1h -c max_wal_size=4GB"
"""Whose data nobody needs tomorrow: a test asks for many small databases, each for a second."""


@contextmanager
def running_postgresql(*, durable: bool = False) -> Iterator[str]:
    """Start a server and give a URL with `{database}` to fill in; it listens on its socket only and ends here.

    Args:
        durable: Whether a commit waits for the disk, as in production. Tests don't need it, and are faster without.
    """
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="gevinst-pg-", dir="/tmp"))
    run = _as_server_user(folder)
    try:
        options = f"-k {folder} -c listen_addresses='' -c max_connections=60 {'' if durable else _FORGETFUL}"
        subprocess.run(
            [*run, binaries / "initdb", "-D", folder / "data", "-A", "trust", "-U", SERVER_USER, "-E", "UTF8"],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            [*run, binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start"],
            check=True,
            capture_output=True,
        )
        try:
            yield f"postgresql+psycopg://{SERVER_USER}@/{{database}}?host={folder}"
        finally:
            subprocess.run(
                [*run, binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop"],
                check=True,
                capture_output=True,
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """The newest installed server's programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not found:
        message = "PostgreSQL is missing: run `make setup`, or install the package `postgresql`"
        raise RuntimeError(message)
    return found[-1]


def _as_server_user(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then its own user runs it, in a folder that user owns."""
    if os.geteuid() != 0:
        return []
    account = pwd.getpwnam(SERVER_USER)
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["runuser", "-u", SERVER_USER, "--"]
