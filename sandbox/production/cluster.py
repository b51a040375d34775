"""The example's PostgreSQL: a cluster of its own, two databases, and a role for each who comes to them."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from gevinst.backup.database import program
from sandbox.production.house import House

_ACCOUNT = "postgres"
_ROLES = {"gevinst_owner": "database-owner", "gevinst_app": "database-app", "prefect": "database-prefect"}
_DATABASES = {"gevinst": "gevinst_owner", "prefect": "prefect"}


@contextmanager
def running_cluster(house: House) -> Iterator[None]:
    """PostgreSQL on its socket alone, every role with a password, until the body ends."""
    binaries, data = Path(program("initdb")).parent, house.folder / "postgresql"
    run = _as_account(data, house.sockets)
    if not (data / "PG_VERSION").exists():
        _initialise(run, binaries, data, house)
    options = f"-k {house.sockets} -c listen_addresses='' -c max_connections=100"
    control = [*run, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    _said([*control, "-l", str(data / "server.log"), "-o", options, "start"])
    try:
        _make_roles(house)
        yield
    finally:
        _said([*control, "-m", "fast", "stop"])


def _initialise(run: list[str], binaries: Path, data: Path, house: House) -> None:
    password = house.sockets / "password"
    password.write_text(house.secret("database-admin"), encoding="utf-8")
    if run:
        shutil.chown(password, _ACCOUNT)
    password.chmod(0o600)
    try:
        options = ["-A", "scram-sha-256", "-U", _ACCOUNT, "-E", "UTF8", f"--pwfile={password}"]
        _said([*run, str(binaries / "initdb"), "-D", str(data), *options])
    finally:
        password.unlink()


def _make_roles(house: House) -> None:
    """Owner and application of our database, and Prefect of its own; nobody else may connect. Safe to repeat."""
    where = make_conninfo(
        host=str(house.sockets), user=_ACCOUNT, password=house.secret("database-admin"), dbname="postgres"
    )
    with psycopg.connect(where, autocommit=True) as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role, secret in _ROLES.items():
            if role not in known:
                create = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
                connection.execute(create.format(sql.Identifier(role), sql.Literal(house.secret(secret))))
        there = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
        for database, owner in _DATABASES.items():
            if database not in there:
                names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner)}
                connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
                connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(**names))
        connection.execute("GRANT CONNECT ON DATABASE gevinst TO gevinst_app")


def _as_account(*folders: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then its own account runs it, in folders that are that account's."""
    for folder in folders:
        folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() != 0:
        return []
    known = pwd.getpwnam(_ACCOUNT)
    for folder in folders:
        os.chown(folder, known.pw_uid, known.pw_gid)
    return ["runuser", "-u", _ACCOUNT, "--"]


def _said(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"{Path(command[-1]).name}: {done.stderr.strip() or done.stdout.strip()}")
