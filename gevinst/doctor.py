"""What is missing on this machine, and what to do about it: one finding for each thing that can be wrong.

The core checks itself; whatever needs a browser, a mailbox or the orchestrator registers a check of its own as an entry
point `gevinst.checks`. A check is a function without arguments that returns one `Finding` or several, and may take a
few seconds. It changes nothing outside.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from gevinst.errors import ConfigurationError, GevinstError
from gevinst.items.queues import sweep
from gevinst.keyed_hash import KEY_NAME
from gevinst.ledger.checks import reconcile
from gevinst.production import part_of_this_machine, requirements
from gevinst.profile import load_profile
from gevinst.settings import settings
from gevinst.store.engine import open_engine, reading
from gevinst.store.migrate import check_not_newer, current_revision, head_revision

GROUP = "gevinst.checks"
UPGRADE = "run `gevinst database upgrade`"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What it is about, short: `database`, `browser` …
        ok: Whether work can go on with it as it is.
        detail: What was seen, in one English sentence; never personal data or a secret.
        remedy: What to do, where something is to be done.
    """

    name: str
    ok: bool
    detail: str
    remedy: str = ""

    def as_json(self) -> dict[str, str | bool]:
        """The finding as plain values, for `--json`."""
        return asdict(self)


Check = Callable[[], Finding | Iterable[Finding]]


def examine() -> Iterator[Finding]:
    """Run every check, the core's own first; one that breaks is itself a finding, so the others still run."""
    for name, check in _core_checks().items():
        yield from run_check(name, check)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        yield from _run_entry(entry)


def run_check(name: str, check: Check) -> list[Finding]:
    """The findings of one check. Of an unexpected error only its kind is shown: its text might hold anything."""
    try:
        found = check()
    except GevinstError as error:
        return [Finding(name, ok=False, detail=str(error), remedy=error.detail)]
    except Exception as error:  # noqa: BLE001 (a broken check must not hide the others)
        return [Finding(name, ok=False, detail=f"the check itself failed: {type(error).__name__}")]
    return [found] if isinstance(found, Finding) else list(found)


def _run_entry(entry: EntryPoint) -> list[Finding]:
    try:
        check = entry.load()
    except (ImportError, AttributeError) as error:
        detail = f"its check can't be loaded ({type(error).__name__})"
        return [Finding(entry.name, ok=False, detail=detail, remedy="run `make setup` to install what is missing")]
    return run_check(entry.name, check)


def _core_checks() -> dict[str, Check]:
    return {
        "data folder": check_data_folder,
        "database": check_database,
        "secrets": check_hash_key,
        "profile": check_profile,
        "folders": check_shared_folders,
        "production": check_production,
    }


def check_data_folder() -> Finding:
    """The data folder exists, is ours to write in, and nobody else's to read."""
    folder = settings().data_folder
    if not folder.is_dir():
        return Finding("data folder", ok=False, detail=f"{folder} does not exist", remedy=UPGRADE)
    if not _is_ours(folder):
        return Finding(
            "data folder",
            ok=False,
            detail=f"{folder} can't be written to by this account",
            remedy="give the service account the folder, or set GEVINST_DATA_FOLDER",
        )
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        return Finding(
            "data folder",
            ok=False,
            detail=f"{folder} can be read by others, and it holds case data",
            remedy=f"chmod 700 {folder}",
        )
    return Finding("data folder", ok=True, detail=f"{folder} is there and private")


def check_database() -> list[Finding]:
    """The database answers, is at this code's revision, and its items and entries add up."""
    url = make_url(settings().resolved_database_url)
    where = f"{url.get_backend_name()} {url.database}"
    if url.get_backend_name() == "sqlite" and url.database and not os.path.exists(url.database):  # noqa: PTH110 (text)
        return [Finding("database", ok=False, detail=f"{where} does not exist yet", remedy=UPGRADE)]
    engine = open_engine()
    try:
        check_not_newer(engine)
        current, head = current_revision(engine), head_revision()
        if current != head:
            detail = f"{where} is at revision {current or 'none'}, and this version works with {head}"
            return [Finding("database", ok=False, detail=detail, remedy=UPGRADE)]
        with engine.begin() as connection:
            lapsed = len(sweep(connection))
        with reading(engine) as connection:
            unsettled = reconcile(connection)
    except ConfigurationError as error:
        return [Finding("database", ok=False, detail=error.detail, remedy="install the version that made the database")]
    except SQLAlchemyError as error:
        detail = f"{where} does not answer ({type(error).__name__})"
        return [Finding("database", ok=False, detail=detail, remedy="start it, or set GEVINST_DATABASE_URL")]
    finally:
        engine.dispose()
    return [
        Finding("database", ok=True, detail=f"{where} is at revision {head}"),
        Finding("queues", ok=True, detail=f"{lapsed} lapsed items were given back to their queues"),
        _books(len(unsettled)),
    ]


def _books(unsettled: int) -> Finding:
    """Whether completed items and entries match."""
    if unsettled:
        detail = f"{unsettled} completed activities have neither an entry nor a recorded reason"
        return Finding(
            "ledger", ok=False, detail=detail, remedy="read `gevinst ledger list` and tell the project office"
        )
    return Finding("ledger", ok=True, detail="every completed item has its entries or a recorded reason")


def check_hash_key() -> Finding:
    """The secret that references are hashed with is there."""
    try:
        key = settings().secret(KEY_NAME).get_secret_value()
    except ConfigurationError as error:
        return Finding("secrets", ok=False, detail=f"the secret '{KEY_NAME}' is missing", remedy=error.detail)
    if not key:
        return Finding(
            "secrets", ok=False, detail=f"the secret '{KEY_NAME}' is empty", remedy="write a long random text"
        )
    return Finding("secrets", ok=True, detail=f"the secret '{KEY_NAME}' is set")


def check_profile() -> Finding:
    """The municipality's profile can be read."""
    profile = load_profile()
    return Finding("profile", ok=True, detail=f"{profile.name} ({settings().profile_file.name})")


def check_shared_folders() -> Iterator[Finding]:
    """The folders that people and other systems share with us: lists of savings come in one, reports lie in the other."""
    known = settings()
    if known.savings_folder is not None:
        usable = known.savings_folder.is_dir() and _is_ours(known.savings_folder)
        yield _shared("savings folder", known.savings_folder, "GEVINST_SAVINGS_FOLDER", usable=usable)
    # It is made with the first report: until then it is where it will lie that must be ours.
    lies_in = next(each for each in (known.reports_folder, *known.reports_folder.absolute().parents) if each.exists())
    usable = lies_in.is_dir() and _is_ours(lies_in)
    yield _shared("reports folder", known.reports_folder, "GEVINST_REPORTS_FOLDER", usable=usable)


def check_production() -> Iterator[Finding]:
    """What real people's data asks for: everything, where production is on; where it is off, what is missing for it."""
    asked = requirements(part_of_this_machine())
    if settings().production:
        yield from (
            Finding("production", ok=each.is_met, detail=f"{each.name}: {each.seen}", remedy=each.remedy)
            for each in asked
        )
        return
    missing = ", ".join(each.name for each in asked if not each.is_met) or "nothing"
    yield Finding("production", ok=True, detail=f"off: no real person's data here; missing for it: {missing}")


def _is_ours(folder: Path) -> bool:
    return os.access(folder, os.R_OK | os.W_OK | os.X_OK)


def _shared(name: str, folder: Path, setting: str, *, usable: bool) -> Finding:
    if usable:
        return Finding(name, ok=True, detail=f"{folder} can be used")
    return Finding(
        name,
        ok=False,
        detail=f"{folder} is missing, or can't be written to by this account",
        remedy=f"give the service account that folder, or set {setting}",
    )
