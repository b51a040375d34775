"""A backup: made while work goes on, whole or not there, proven by hashes, and restored into a fresh database."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from gevinst.backup import making
from gevinst.backup.database import program
from gevinst.cli import run as gevinst
from gevinst.items.case import Case, Credit
from gevinst.items.files import attach, store_file, stored_path
from gevinst.store.engine import open_engine
from gevinst.store.roles import grant_application
from tests.gevinst.core import ON_POSTGRESQL, ON_SQLITE, put, register_potential, run

ORIGINAL = b"%PDF-1.4 et bilag"
ROLE = "gevinst_that_backs_up"


@pytest.fixture
def place(database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where backups go; in the house are one completed case with its original, a report, a mailbox and a trace."""
    register_potential(database)
    number = put(database)
    with database.begin() as connection:
        attach(
            connection,
            number,
            role="original",
            sha256=store_file(ORIGINAL),
            file_name="a.pdf",
            media_type="application/pdf",
        )

    def work(case: Case) -> None:
        case.checkpoint("read", str, lambda: "", Credit("read"))
        case.checkpoint("register", str, lambda: "HT-1", Credit("register"))

    run(database, work)
    for path in ("data/runs/1/rapport.html", "data/traces/raa.zip", "data/files/coming/halv", "digitalpost/1.xml"):
        (house / path).parent.mkdir(parents=True, exist_ok=True)
        (house / path).write_text(path, encoding="utf-8")
    (house / "mail" / "helbredstillaeg").mkdir(parents=True)
    with sqlite3.connect(house / "mail" / "helbredstillaeg" / "mailbox.sqlite") as mailbox:
        mailbox.execute("CREATE TABLE mails (id INTEGER)")
    folder = house / "sikkerhedskopi"
    folder.mkdir()
    monkeypatch.setenv("GEVINST_BACKUP_FOLDER", str(folder))
    return folder


def made(capsys: pytest.CaptureFixture[str], *options: str) -> Path:
    """One backup, as the command makes it."""
    assert gevinst(["backup", "make", "--json", *options]) == 0
    return Path(json.loads(capsys.readouterr().out)["folder"])


def test_what_cannot_be_made_anew_is_in_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Database, originals, reports, mail, Digital Post and settings; no raw traces, and nothing half-written."""
    folder = made(capsys)
    names = set(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"])
    assert {name for name in names if name.startswith("database.")} in ({"database.dump"}, {"database.sqlite"})
    assert {
        "data/runs/1/rapport.html",
        "digitalpost/1.xml",
        "mail/helbredstillaeg/mailbox.sqlite",
        "settings/profile.yaml",
    } < names
    (original,) = (name for name in names if name.startswith("data/files/"))
    assert (folder / original).read_bytes() == ORIGINAL
    assert not [name for name in names if "traces" in name or "coming" in name]
    assert folder.stat().st_mode & 0o077 == 0
    assert gevinst(["backup", "verify", str(folder)]) == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("data/runs/1/rapport.html", "is not what it was"),
        ("mail/helbredstillaeg/mailbox.sqlite", "is missing"),
        ("mere.txt", "is not of the backup"),
    ],
)
@ON_SQLITE
def test_a_backup_that_was_changed_is_told_by_its_file(
    place: Path, capsys: pytest.CaptureFixture[str], name: str, words: str
) -> None:
    """Exit code 1 and the file's name, whatever happened to it."""
    folder = made(capsys)
    if words == "is missing":
        (folder / name).unlink()
    else:
        (folder / name).write_text("andet", encoding="utf-8")
    assert gevinst(["backup", "verify", str(folder)]) == 1
    assert f"{name} {words}" in capsys.readouterr().err


def test_a_damaged_database_is_found_though_somebody_wrote_its_hash_anew(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program that would restore it is asked as well."""
    folder = made(capsys)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    (name,) = (name for name in manifest["files"] if name.startswith("database."))
    (folder / name).write_bytes(b"intet")
    from gevinst.backup.manifest import hashed

    manifest["files"][name] = hashed(folder / name).model_dump()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert gevinst(["backup", "verify", str(folder)]) == 1
    assert f"{name} can't be read by the program that restores it" in capsys.readouterr().err


@ON_SQLITE
def test_a_folder_that_is_none_is_refused(house: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One sentence, no traceback; and without a place for it no backup is made."""
    assert database_url
    assert gevinst(["backup", "verify", str(house)]) == 1
    assert "is no backup" in capsys.readouterr().err
    assert gevinst(["backup", "make"]) == 1
    assert "GEVINST_BACKUP_FOLDER" in capsys.readouterr().err


@ON_SQLITE
def test_so_many_are_kept_and_what_else_lies_there_stays(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The oldest go when the new one is whole; a backup that was cut off a day ago goes too, today's may be another's."""
    for name in ("gevinst-20200101T000000Z", "gevinst-20200102T000000Z", ".coming-old", ".coming-new", "andet"):
        (place / name).mkdir()
    os.utime(place / ".coming-old", (0, 0))
    folder = made(capsys, "--keep", "2")
    assert {path.name for path in place.iterdir()} == {"gevinst-20200102T000000Z", ".coming-new", "andet", folder.name}


@ON_SQLITE
def test_one_that_fails_leaves_nothing_and_takes_nothing(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk ends it in a sentence; the older backups are all still there."""
    (place / "gevinst-20200101T000000Z").mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.shutil, "copyfile", full)
    assert gevinst(["backup", "make", "--keep", "1"]) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert [path.name for path in place.iterdir()] == ["gevinst-20200101T000000Z"]


@ON_SQLITE
def test_a_file_that_retention_removes_meanwhile_is_left_out(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was to be gone; the backup is whole without it."""
    beside = making._beside_it
    (gone,) = (path for path in (place.parent / "data" / "files").glob("??/*"))

    def then_removed() -> Iterator[tuple[Path, str]]:
        found = [*beside()]
        gone.unlink()
        yield from found

    monkeypatch.setattr(making, "_beside_it", then_removed)
    folder = made(capsys)
    assert gone.name not in (folder / "manifest.json").read_text(encoding="utf-8")
    assert gevinst(["backup", "verify", str(folder)]) == 0


@ON_POSTGRESQL
def test_it_is_restored_into_a_fresh_database(
    place: Path,
    database: Engine,
    postgresql_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    house: Path,
) -> None:
    """As docs/production.md says: made by the application's role, restored by the owner; the ledger proves itself there."""
    with database.begin() as connection:
        connection.execute(text(f"CREATE ROLE {ROLE} LOGIN"))
        grant_application(connection, ROLE)
    try:
        monkeypatch.setenv("GEVINST_DATABASE_URL", _of(database.url.set(username=ROLE)))
        folder = made(capsys)
        _restore(folder, postgresql_url, monkeypatch, house / "nyt")
        assert gevinst(["database", "upgrade"]) == 0
        assert gevinst(["database", "grant", ROLE]) == 0
        assert gevinst(["ledger", "verify"]) == 0
        engine = open_engine()
        with engine.connect() as connection:
            assert connection.execute(text("SELECT state FROM items")).scalars().all() == ["completed"]
            sha256 = connection.execute(text("SELECT sha256 FROM item_files")).scalar_one()
            with pytest.raises(Exception, match="ledger_entries"):
                connection.execute(text("DELETE FROM ledger_entries"))
        engine.dispose()
        assert stored_path(sha256).read_bytes() == ORIGINAL
    finally:
        admin = create_engine(postgresql_url.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS gevinst_restored WITH (FORCE)"))
        admin.dispose()
        with database.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {ROLE}"))
            connection.execute(text(f"DROP ROLE {ROLE}"))


def _restore(folder: Path, server: str, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    """Into a new database and another data folder, which are the settings' from here on."""
    admin = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE gevinst_restored"))
    admin.dispose()
    fresh = make_url(server.format(database="gevinst_restored"))
    where = _of(fresh.set(drivername="postgresql"))
    options = ("--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={where}")
    subprocess.run([program("pg_restore"), *options, str(folder / "database.dump")], check=True)
    shutil.copytree(folder / "data", data)
    monkeypatch.setenv("GEVINST_DATABASE_URL", _of(fresh))
    monkeypatch.setenv("GEVINST_DATA_FOLDER", str(data))


def _of(url: URL) -> str:
    return url.render_as_string(hide_password=False)
