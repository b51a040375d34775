"""Production: nothing starts while something is missing, each thing is told with its remedy, and all of them at once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, make_url, text

from gevinst.cli import run as gevinst
from gevinst.doctor import check_production
from gevinst.production import NotReady, Part, must_be_ready, requirements
from gevinst.settings import ROOT, Settings
from gevinst.store.engine import open_engine
from gevinst.store.roles import grant_application
from tasks.safety import make_safe
from tests.gevinst.core import ON_POSTGRESQL

pytestmark = ON_POSTGRESQL
ROLE = "gevinst_in_production"
Break = Callable[[pytest.MonkeyPatch, Path], None]


@pytest.fixture
def application_url(database_url: str) -> Iterator[str]:
    """The test's database as the application's role reaches it: the test's own user is its owner."""
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {ROLE} LOGIN"))
        grant_application(connection, ROLE)
    engine.dispose()
    yield make_url(database_url).set(username=ROLE).render_as_string(hide_password=False)
    with (admin := create_engine(database_url, isolation_level="AUTOCOMMIT")).connect() as connection:
        connection.execute(text(f"DROP OWNED BY {ROLE}"))
        connection.execute(text(f"DROP ROLE {ROLE}"))
    admin.dispose()


@pytest.fixture
def ready(application_url: str, house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house with everything that production asks for; gives its folder."""
    for setting, name in (("access_file", "access.yaml"), ("profile_file", "profile.yaml")):
        example: Path = Settings.model_fields[setting].default
        (house / name).write_text(f"# Vores egen\n{example.read_text(encoding='utf-8')}", encoding="utf-8")
        monkeypatch.setenv(f"GEVINST_{setting.upper()}", str(house / name))
    (house / "sikkerhedskopi").mkdir()
    for name, value in {
        "GEVINST_PRODUCTION": "true",
        "GEVINST_DATABASE_URL": application_url,
        "GEVINST_SIGN_IN": "oidc",
        "GEVINST_OIDC_ISSUER": "https://log-ind.kommune.example",
        "GEVINST_OIDC_CLIENT_ID": "gevinst",
        "GEVINST_SECRET_OIDC_CLIENT_SECRET": "x" * 40,
        "GEVINST_SECRET_WORKER_TOKEN": "x" * 40,
        "GEVINST_PUBLIC_URL": "https://gevinst.kommune.example",
        "GEVINST_BACKUP_FOLDER": str(house / "sikkerhedskopi"),
        "GEVINST_BACKUP_SAME_DISK": "true",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "postgresql+asyncpg://prefect@/prefect",
        "PREFECT_SERVER_ENCRYPTION_KEY": Fernet.generate_key().decode(),
        "PREFECT_API_URL": "http://127.0.0.1:4200/api",
    }.items():
        monkeypatch.setenv(name, value)
    return house


def missing(part: Part = Part.SERVER) -> list[str]:
    """The sentences a process would end with."""
    return [each.sentence for each in requirements(part) if not each.is_met]


@pytest.mark.usefixtures("ready")
def test_with_everything_in_place_both_processes_may_start() -> None:
    """Nothing is missing for the server or a worker, doctor says so of each thing, and a run begins."""
    assert missing(Part.SERVER) == []
    assert missing(Part.WORKER) == []
    assert [each for each in check_production() if not each.ok] == []
    must_be_ready(Part.SERVER)
    make_safe()


def without(*names: str) -> Break:
    """A setting that isn't there."""

    def broken(monkeypatch: pytest.MonkeyPatch, _house: Path) -> None:
        for name in names:
            monkeypatch.delenv(name)

    return broken


def having(name: str, value: str) -> Break:
    """A setting with another value."""
    return lambda monkeypatch, _house: monkeypatch.setenv(name, value)


def in_folder(name: str, *path: str) -> Break:
    """A setting that is a path in the house."""
    return lambda monkeypatch, house: monkeypatch.setenv(name, str(house.joinpath(*path)))


def backup_in_data(monkeypatch: pytest.MonkeyPatch, house: Path) -> None:
    """What destroys the data folder destroys the backup with it."""
    (house / "data" / "kopi").mkdir(parents=True)
    monkeypatch.setenv("GEVINST_BACKUP_FOLDER", str(house / "data" / "kopi"))


def unchanged_copy(monkeypatch: pytest.MonkeyPatch, house: Path) -> None:
    """Somebody copied the example and filled nothing in."""
    example: Path = Settings.model_fields["access_file"].default
    (house / "access.yaml").write_bytes(example.read_bytes())


def as_owner(monkeypatch: pytest.MonkeyPatch, _house: Path) -> None:
    """The role that migrates."""
    owner = make_url(os.environ["GEVINST_DATABASE_URL"]).set(username="postgres")
    monkeypatch.setenv("GEVINST_DATABASE_URL", owner.render_as_string(hide_password=False))


def by_header(secret: str) -> Break:
    """Sign-in by a proxy."""

    def broken(monkeypatch: pytest.MonkeyPatch, _house: Path) -> None:
        monkeypatch.setenv("GEVINST_SIGN_IN", "header")
        monkeypatch.setenv("GEVINST_SECRET_PROXY_SECRET", secret)

    return broken


NEEDS = {
    "Prefect on SQLite": (without("PREFECT_SERVER_DATABASE_CONNECTION_URL"), "Prefect's database: it is SQLite"),
    "Prefect's address is none": (having("PREFECT_SERVER_DATABASE_CONNECTION_URL", "??"), "Prefect's database"),
    "Prefect by another driver": (
        having("PREFECT_SERVER_DATABASE_CONNECTION_URL", "postgresql://prefect@/prefect"),
        "Prefect's database: it is postgresql; set",
    ),
    "the owner's role": (as_owner, "database role: it owns the ledger"),
    "a database that is away": (
        having("GEVINST_DATABASE_URL", "postgresql+psycopg://x@127.0.0.1:9/gevinst"),
        "database role: the database does not answer",
    ),
    "no sign-in": (without("GEVINST_SIGN_IN"), "sign-in: nobody has to"),
    "passwords": (having("GEVINST_SIGN_IN", "password"), "sign-in: a file of passwords is for one machine"),
    "no provider": (without("GEVINST_OIDC_ISSUER"), "sign-in: oidc without a provider"),
    "a provider without TLS": (
        having("GEVINST_OIDC_ISSUER", "http://log-ind.example"),
        "sign-in: the provider is reached",
    ),
    "no client secret": (without("GEVINST_SECRET_OIDC_CLIENT_SECRET"), "oidc-client-secret"),
    "a short proxy secret": (by_header("kort"), "sign-in: the secret 'proxy-secret' is shorter than 32"),
    "no encryption key": (without("PREFECT_SERVER_ENCRYPTION_KEY"), "encryption key: Prefect would keep it beside"),
    "no Fernet key": (having("PREFECT_SERVER_ENCRYPTION_KEY", "hemmelig"), "encryption key: it is no Fernet key"),
    "no backup": (without("GEVINST_BACKUP_FOLDER"), "backup: there is no place for it"),
    "backup nowhere": (in_folder("GEVINST_BACKUP_FOLDER", "ingen"), "is missing, or can't be written to"),
    "backup in the data": (backup_in_data, "backup: "),
    "backup around the data": (in_folder("GEVINST_BACKUP_FOLDER"), "lie one in the other"),
    "backup on the same disk": (without("GEVINST_BACKUP_SAME_DISK"), "on the data folder's own disk"),
    "no TLS": (having("GEVINST_PUBLIC_URL", "http://gevinst.kommune.example"), "TLS: GEVINST_PUBLIC_URL is http://"),
    "the example's groups": (without("GEVINST_ACCESS_FILE"), "access file: it is the example"),
    "the example's groups, copied": (unchanged_copy, "access file: it is the example"),
    "no access file": (in_folder("GEVINST_ACCESS_FILE", "ingen"), "access file: "),
    "the example's name": (without("GEVINST_PROFILE_FILE"), "profile: it is the example"),
    "no worker token": (without("GEVINST_SECRET_WORKER_TOKEN"), "GEVINST_SECRET_WORKER_TOKEN"),
    "a short worker token": (having("GEVINST_SECRET_WORKER_TOKEN", "x" * 31), "worker token: the secret"),
}


@pytest.mark.parametrize("need", NEEDS)
def test_one_missing_thing_is_told_by_itself_and_nothing_starts(
    need: str, ready: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`gevinst serve` ends with code 1 and exactly that sentence, which has a remedy; doctor finds the same."""
    breaks, words = NEEDS[need]
    breaks(monkeypatch, ready)
    (sentence,) = missing()
    assert words in sentence
    assert sentence.partition(": ")[2].partition("; ")[2] != ""
    assert gevinst(["serve", "--port", "0"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert [line for line in said.err.splitlines() if line.startswith("- ")] == [f"- {sentence}"]
    (found,) = (each for each in check_production() if not each.ok)
    assert (found.name, bool(found.remedy)) == ("production", True)


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize(("url", "seen"), [("", "it is sqlite"), ("postgresql://x@/gevinst", "it is postgresql;")])
def test_our_own_database_on_anything_else_is_told_with_its_role(
    url: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite, or a driver that isn't installed: one cause, and both lines lead to it."""
    monkeypatch.setenv("GEVINST_DATABASE_URL", url)
    database, role = missing()
    assert f"database: {seen}" in database
    assert "only PostgreSQL has roles" in role


@pytest.mark.usefixtures("database_url")
def test_a_fresh_machine_is_told_everything_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that nobody starts it ten times to learn of ten things."""
    monkeypatch.setenv("GEVINST_PRODUCTION", "true")
    monkeypatch.delenv("GEVINST_DATABASE_URL")
    for name in ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_SERVER_ENCRYPTION_KEY"):
        monkeypatch.delenv(name, raising=False)
    assert gevinst(["serve", "--port", "0"]) == 1
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("- ")]
    assert len(told) == len(requirements())


WORKERS = {
    "no sign-in": (without("GEVINST_SIGN_IN"), "sign-in: GEVINST_SIGN_IN is none"),
    "the owner's role": (as_owner, "database role"),
    "a short token": (having("GEVINST_SECRET_WORKER_TOKEN", "kort"), "worker token"),
    "a way anybody can read": (having("PREFECT_API_URL", "http://gevinst.kommune.example/api"), "way to the server"),
    "no server": (without("PREFECT_API_URL"), "way to the server"),
}


@pytest.mark.parametrize("need", WORKERS)
def test_a_run_does_not_begin_without_what_a_worker_needs(
    need: str, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its first case, with the sentence that says what to set."""
    breaks, words = WORKERS[need]
    breaks(monkeypatch, ready)
    with pytest.raises(NotReady, match=words):
        make_safe()


@pytest.mark.usefixtures("ready")
def test_a_worker_on_another_machine_needs_nothing_of_the_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Access file, backup, encryption key and Prefect's database are elsewhere, and doctor there doesn't ask for them."""
    without("GEVINST_ACCESS_FILE", "GEVINST_BACKUP_FOLDER", "GEVINST_PUBLIC_URL", "GEVINST_OIDC_ISSUER")(
        monkeypatch, ROOT
    )
    without("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_SERVER_ENCRYPTION_KEY")(monkeypatch, ROOT)
    monkeypatch.setenv("PREFECT_API_URL", "https://gevinst.kommune.example/api")
    make_safe()
    assert [each for each in check_production() if not each.ok] == []


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("deployments.server --port 4299", "Prefect lies behind the door"),
        ("deployments.worker --api http://gevinst.example/api", "way to the server"),
        ("deployments.watch --api http://gevinst.example/api", "way to the server"),
        ("deployments.door --port 4299", "TLS"),
    ],
)
def test_each_program_ends_with_a_sentence(
    program: str, words: str, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Prefect server by itself isn't started at all; the others where something is missing. None shows a traceback."""
    monkeypatch.setenv("GEVINST_PUBLIC_URL", "http://gevinst.kommune.example")
    ended = subprocess.run(
        [sys.executable, "-m", *program.split()],
        cwd=ready,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.usefixtures("database_url")
def test_where_production_is_off_doctor_says_what_is_missing_for_it() -> None:
    """As information: it is no fault, and everything starts."""
    (found,) = check_production()
    assert found.ok
    assert "off: no real person's data here" in found.detail
    assert "sign-in" in found.detail
    must_be_ready(Part.SERVER)
