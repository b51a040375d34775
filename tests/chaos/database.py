"""A database of the campaign's own; PostgreSQL's server can be stopped at once, as by a lost machine, and started."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.postgresql import SERVER_USER, _as_server_user, _binaries


@dataclass(frozen=True)
class Server:
    """A PostgreSQL in a folder."""

    folder: Path
    run: list[str]

    @property
    def url(self) -> str:
        """A URL with `{database}` to fill in."""
        return f"postgresql+psycopg://{SERVER_USER}@/{{database}}?host={self.folder}"

    def start(self) -> None:
        """Start, and wait until it answers. It keeps what it committed, as in production."""
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=60"
        self._control("-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop at once: no check point, every connection cut; the next start recovers from the log."""
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: str) -> None:
        command = [*self.run, str(_binaries() / "pg_ctl"), "-D", str(self.folder / "data"), "-w", *arguments]
        subprocess.run(
            command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@contextmanager
def running_server() -> Iterator[Server]:
    """A new server until the body ends."""
    folder = Path(tempfile.mkdtemp(prefix="gevinst-chaos-pg-", dir="/tmp"))
    try:
        server = Server(folder, _as_server_user(folder))
        initdb = [_binaries() / "initdb", "-D", folder / "data", "-A", "trust", "-U", SERVER_USER, "-E", "UTF8"]
        subprocess.run([*server.run, *initdb], check=True, capture_output=True)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_database(dialect: str, folder: Path) -> Iterator[tuple[str, Server | None]]:
    """An empty database's URL, and its server where it has one."""
    if dialect == "sqlite":
        yield f"sqlite+pysqlite:///{folder / 'data' / 'gevinst.sqlite'}", None
        return
    with running_server() as server:
        admin = create_engine(server.url.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE chaos"))
        admin.dispose()
        yield server.url.format(database="chaos"), server
