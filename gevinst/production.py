"""What must be in place before real people's data is let in: with `GEVINST_PRODUCTION=true` nothing starts without all of it.

Each process is held against what concerns it: a worker on another machine has no access file, backup folder or key of the
orchestrator's, and needs none.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from gevinst.door.door import WORKER_SECRET
from gevinst.door.origin import LOCAL
from gevinst.door.proxy import SECRET as PROXY_SECRET
from gevinst.errors import ConfigurationError, GevinstError
from gevinst.settings import Settings, SignIn, settings
from gevinst.store.engine import open_engine
from gevinst.store.roles import owns_the_ledger

SHORTEST_SECRET = 32
_CLIENT_SECRET = "oidc-client-secret"  # noqa: S105 (its name; the sign-in's own module needs its library)
_PREFECT_DATABASE = ("PREFECT_SERVER_DATABASE_CONNECTION_URL", "PREFECT_API_DATABASE_CONNECTION_URL")
_PREFECT_KEY = ("PREFECT_SERVER_ENCRYPTION_KEY", "ORION_ENCRYPTION_KEY")
_OURS, _PREFECTS = "postgresql+psycopg", "postgresql+asyncpg"
_MAKE_ONE = 'python -c "import secrets; print(secrets.token_urlsafe(32))"'


class Part(Enum):
    """Which process is to start."""

    SERVER = "the door"
    WORKER = "a worker"


@dataclass(frozen=True)
class Requirement:
    """One thing that is asked for.

    Attributes:
        name: What it is about, short.
        is_met: Whether it is as it must be.
        seen: What was seen, without a full stop; never a secret.
        remedy: What to do where it isn't met.
    """

    name: str
    is_met: bool
    seen: str
    remedy: str

    @property
    def sentence(self) -> str:
        """What is missing and what to do, in one."""
        return f"{self.name}: {self.seen}; {self.remedy}"


class NotReady(ConfigurationError):
    """Production is on and something is missing: each in a line of its own, all at once."""


def must_be_ready(part: Part) -> None:
    """Let a process start; does nothing where production is off.

    Raises:
        NotReady: Something that concerns it is missing.
    """
    if not settings().production:
        return
    missing = [each.sentence for each in requirements(part) if not each.is_met]
    if missing:
        what = "\n".join(f"- {sentence}" for sentence in missing)
        raise NotReady(f"GEVINST_PRODUCTION is true, and {part.value} does not start without:\n{what}")


def requirements(part: Part = Part.SERVER) -> list[Requirement]:
    """Everything that concerns a process, met or not."""
    return [_looked_at(check) for check in _CHECKS[part]]


def part_of_this_machine() -> Part:
    """Which process lives here: where Prefect's server is another machine, a worker's."""
    url = os.environ.get("PREFECT_API_URL", "")
    return Part.WORKER if url and urlsplit(url).hostname not in LOCAL else Part.SERVER


def _looked_at(check: Callable[[Settings], Requirement]) -> Requirement:
    """A setting that can't be read is a thing that is missing, and hides none of the others."""
    try:
        return check(settings())
    except GevinstError as error:
        return Requirement(
            check.__name__.strip("_").replace("_", " "), is_met=False, seen="not set", remedy=error.detail
        )


def _database(known: Settings) -> Requirement:
    remedy = f"set GEVINST_DATABASE_URL to {_OURS}://… of the application's role"
    return _is_postgresql("database", known.resolved_database_url, _OURS, remedy)


def _prefect_database(_known: Settings) -> Requirement:
    url = next(filter(None, map(os.environ.get, _PREFECT_DATABASE)), "")
    remedy = f"set {_PREFECT_DATABASE[0]} to {_PREFECTS}://…"
    return _is_postgresql("Prefect's database", url, _PREFECTS, remedy)


def _is_postgresql(name: str, url: str, expected: str, remedy: str) -> Requirement:
    """Whether an address is one of PostgreSQL by the driver that is installed for it."""
    try:
        driver = make_url(url).drivername if url else "SQLite by default"
    except ArgumentError:
        driver = "no address of a database"
    return Requirement(name, is_met=driver == expected, seen=f"it is {driver}", remedy=remedy)


def _database_role(known: Settings) -> Requirement:
    def role(seen: str, *, is_met: bool = False, remedy: str = "") -> Requirement:
        return Requirement("database role", is_met=is_met, seen=seen, remedy=remedy or _GRANT)

    if not _database(known).is_met:
        return role("only PostgreSQL has roles", remedy="see database")
    engine = open_engine()
    try:
        with engine.connect() as connection:
            if owns_the_ledger(connection):
                return role("it owns the ledger, and could take its guards away")
    except ConfigurationError as error:
        return role("the ledger isn't there", remedy=error.detail)
    except SQLAlchemyError as error:
        return role(
            f"the database does not answer ({type(error).__name__})", remedy="start it, or set GEVINST_DATABASE_URL"
        )
    finally:
        engine.dispose()
    return role("it can add to the ledger, and not change it", is_met=True)


_GRANT = "use a role that `gevinst database grant` was run for in GEVINST_DATABASE_URL"


def _sign_in(known: Settings) -> Requirement:
    def sign_in(seen: str, remedy: str, *, is_met: bool = False) -> Requirement:
        return Requirement("sign-in", is_met=is_met, seen=seen, remedy=remedy)

    match known.sign_in:
        case SignIn.OIDC if not known.oidc_issuer or not known.oidc_client_id:
            return sign_in("oidc without a provider", "set GEVINST_OIDC_ISSUER and GEVINST_OIDC_CLIENT_ID")
        case SignIn.OIDC if not _is_guarded(known.oidc_issuer):
            return sign_in("the provider is reached without TLS", "set GEVINST_OIDC_ISSUER to its https:// address")
        case SignIn.OIDC:
            known.secret(_CLIENT_SECRET)
            return sign_in("oidc", "", is_met=True)
        case SignIn.HEADER if len(known.secret(PROXY_SECRET).get_secret_value()) < SHORTEST_SECRET:
            return sign_in(f"the secret '{PROXY_SECRET}' is shorter than {SHORTEST_SECRET} characters", _MAKE_ONE)
        case SignIn.HEADER:
            return sign_in("by a proxy's header", "", is_met=True)
        case SignIn.PASSWORD:
            seen = "a file of passwords is for one machine: nobody is let out of it when they leave the municipality"
            return sign_in(seen, "set GEVINST_SIGN_IN to oidc or header")
        case SignIn.NONE:
            return sign_in("nobody has to", "set GEVINST_SIGN_IN to oidc or header")


def _sign_in_of_server(known: Settings) -> Requirement:
    """What a worker must know of it: that it is to show its secret."""
    is_met = known.sign_in in (SignIn.OIDC, SignIn.HEADER)
    remedy = "set GEVINST_SIGN_IN as the server has it, so that the worker shows its secret"
    return Requirement("sign-in", is_met=is_met, seen=f"GEVINST_SIGN_IN is {known.sign_in.value}", remedy=remedy)


def _encryption_key(_known: Settings) -> Requirement:
    key = next(filter(None, map(os.environ.get, _PREFECT_KEY)), "")
    make = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())"'
    remedy = f"set {_PREFECT_KEY[0]} to what this prints, and keep a copy apart: {make}"
    if not key:
        return Requirement("encryption key", is_met=False, seen="Prefect would keep it beside its data", remedy=remedy)
    try:
        Fernet(key)
    except ValueError:
        return Requirement("encryption key", is_met=False, seen="it is no Fernet key", remedy=remedy)
    return Requirement("encryption key", is_met=True, seen="it comes from outside", remedy="")


def _backup(known: Settings) -> Requirement:
    folder, data = known.backup_folder, known.data_folder.resolve()
    if folder is None:
        seen, remedy = (
            "there is no place for it",
            "set GEVINST_BACKUP_FOLDER, and run `gevinst backup make` every night",
        )
    elif not folder.is_dir() or not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        seen, remedy = f"{folder} is missing, or can't be written to", "give it to the service account"
    elif folder.resolve().is_relative_to(data) or data.is_relative_to(folder.resolve()):
        seen, remedy = (
            f"{folder} and the data folder lie one in the other",
            "set GEVINST_BACKUP_FOLDER to another place",
        )
    elif _is_same_disk(folder, data) and not known.backup_same_disk:
        seen = f"{folder} is on the data folder's own disk"
        remedy = "set GEVINST_BACKUP_FOLDER to another disk or share; GEVINST_BACKUP_SAME_DISK=true if it is copied on"
    else:
        return Requirement("backup", is_met=True, seen=f"{folder} can be used", remedy="")
    return Requirement("backup", is_met=False, seen=seen, remedy=remedy)


def _is_same_disk(folder: Path, data: Path) -> bool:
    there = next(each for each in (data, *data.parents) if each.exists())
    return folder.stat().st_dev == there.stat().st_dev


def _tls(known: Settings) -> Requirement:
    is_met = known.public_url.startswith("https://")
    remedy = "put a proxy with TLS in front, and set GEVINST_PUBLIC_URL to its https:// address"
    return Requirement("TLS", is_met=is_met, seen=f"GEVINST_PUBLIC_URL is {known.public_url or 'empty'}", remedy=remedy)


def _access_file(known: Settings) -> Requirement:
    remedy = "fill in a copy of it, and set GEVINST_ACCESS_FILE"
    return _is_ours("access file", known.access_file, "access_file", remedy)


def _profile(known: Settings) -> Requirement:
    return _is_ours("profile", known.profile_file, "profile_file", "fill in a copy of it, and set GEVINST_PROFILE_FILE")


def _is_ours(name: str, path: Path, setting: str, remedy: str) -> Requirement:
    """Whether a file is another than the shipped example: an unchanged copy isn't."""
    example: Path = Settings.model_fields[setting].default
    if not path.is_file():
        return Requirement(name, is_met=False, seen=f"{path} is missing", remedy=remedy)
    is_example = path.read_bytes() == example.read_bytes()
    return Requirement(
        name, is_met=not is_example, seen="it is the example" if is_example else str(path), remedy=remedy
    )


def _worker_token(known: Settings) -> Requirement:
    length = len(known.secret(WORKER_SECRET).get_secret_value())
    seen = f"the secret '{WORKER_SECRET}' has {length} characters"
    remedy = f"write what this prints, the same for server and workers: {_MAKE_ONE}"
    return Requirement("worker token", is_met=length >= SHORTEST_SECRET, seen=seen, remedy=remedy)


def _way_to_server(_known: Settings) -> Requirement:
    url = os.environ.get("PREFECT_API_URL", "")
    remedy = "give the server's https:// address: the worker's secret travels with each request"
    return Requirement(
        "way to the server", is_met=_is_guarded(url), seen=f"PREFECT_API_URL is {url or 'empty'}", remedy=remedy
    )


def _is_guarded(url: str) -> bool:
    """Whether nobody on the way reads it: TLS, or this machine itself."""
    return url.startswith("https://") or urlsplit(url).hostname in LOCAL


_CHECKS: dict[Part, tuple[Callable[[Settings], Requirement], ...]] = {
    Part.SERVER: (
        *(_database, _database_role, _prefect_database, _sign_in, _access_file, _tls),
        *(_worker_token, _encryption_key, _backup, _profile),
    ),
    Part.WORKER: (_database, _database_role, _sign_in_of_server, _worker_token, _way_to_server, _profile),
}
