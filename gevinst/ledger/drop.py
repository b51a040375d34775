"""A folder in which a system that can count puts its lists of savings: each list is posted whole, or refused with a note.

A list is first taken by renaming it into a folder of work (one process wins), then posted, then put away. Killed in
between, the next look finds it there and goes on: what was posted is known by its key. Two processes on one list post it
once, and one of them puts it away.

Whoever watches sees a list by its number only: its name and its cells are another system's, and may hold anything.
"""

import logging
import os
import re
import secrets
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from gevinst.errors import ConfigurationError, Refused
from gevinst.ledger.drop_note import note_of
from gevinst.ledger.importing import Entered, import_savings
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.safe_size import refuse_large
from gevinst.settings import settings
from gevinst.store.clock import host_now_us, to_datetime
from gevinst.store.patience import is_gone, patiently
from gevinst.written_whole import write_whole

WORK, TAKEN, REFUSED = "Under behandling", "Modtaget", "Afvist"
QUIET_SECONDS = 120
"""A list that was touched later than this may still be growing: it waits for the next look."""
MOST_FILES = 200
"""Of one look; the rest waits for the next."""
_SUFFIXES = (".csv", ".xlsx")
_LONGEST_NAME = 80
_NUMBER = len("2026-11-27-104105-3f9a")
_NUMBERED = re.compile(r"\d{4}-\d\d-\d\d-\d{6}-[0-9a-f]{4}-")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakenList:
    """A list that was posted and put into `Modtaget`, by the number its name begins with there."""

    number: str
    entered: Entered


@dataclass(frozen=True)
class RefusedList:
    """A list of which nothing was posted, in `Afvist` with a note of the same name.

    Attributes:
        number: What its name begins with there.
        faults: How many cells or rows are wrong; 0 where the file as a whole is.
        columns: The headings they stand under.
    """

    number: str
    faults: int
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """What one look into the folder came to.

    Attributes:
        taken: The lists that were posted.
        refused: The lists that were not.
        growing: How many were touched a moment ago and wait.
        busy: How many can't be opened or moved now (somebody has them open) and wait.
        locked: How many the service account may not read, and wait.
        ignored: Links and files that are neither .csv nor .xlsx; never opened.
    """

    taken: tuple[TakenList, ...] = ()
    refused: tuple[RefusedList, ...] = ()
    growing: int = 0
    busy: int = 0
    locked: int = 0
    ignored: int = 0


def take_lists(engine: Engine, folder: Path, *, quiet_seconds: int = QUIET_SECONDS) -> Look:
    """Post every list that lies in the folder, by name, and put each away.

    Args:
        engine: Our database.
        folder: Where they lie; `Modtaget` and `Afvist` are made in it.
        quiet_seconds: For how long a list must have been left alone.

    Raises:
        ConfigurationError: The folder isn't there or can't be written; says what to do.
        DBAPIError: The database stayed away; what was taken and not posted waits for the next look.
    """
    try:
        touched_before = _folders_clock(folder) - quiet_seconds
        found = Counter(_claim(folder, path, touched_before) for path in sorted(_files(folder)))
        work = [path for path in _files(folder / WORK) if _is_list(path) and _NUMBERED.match(path.name)]
    except OSError as error:
        raise ConfigurationError(
            f"the folder {folder} can't be used ({error.strerror}): give it to the service account, or set "
            "GEVINST_SAVINGS_FOLDER"
        ) from None
    in_order = sorted(work, key=lambda path: path.name[_NUMBER:])
    ends = [_take(engine, folder, path) for path in in_order[:MOST_FILES]]
    return Look(
        taken=tuple(each for each in ends if isinstance(each, TakenList)),
        refused=tuple(each for each in ends if isinstance(each, RefusedList)),
        growing=found["growing"],
        busy=found["busy"] + ends.count("busy"),
        locked=found["locked"],
        ignored=found["ignored"],
    )


def _claim(folder: Path, path: Path, touched_before: float) -> str:
    """Take one list to work on it, unless it must wait or is none; says which."""
    if not _is_list(path):
        return "ignored"
    if _last_touched(path) > touched_before:
        return "growing"
    if not os.access(path, os.R_OK):
        return "locked"  # to move it takes rights on the folder only, and then nobody would look for it here
    try:
        path.rename(folder / WORK / f"{_new_number()}-{path.stem[:_LONGEST_NAME]}{path.suffix}")
    except FileNotFoundError:
        return "gone"  # another process took it
    except PermissionError:
        return "busy"  # Excel has it open
    return "ours"


def _take(engine: Engine, folder: Path, path: Path) -> TakenList | RefusedList | str:
    """Post one list and put it away; `busy` where it must wait, `gone` where another process put it away."""
    try:
        entered = patiently(lambda: _post(engine, path))
    except Refused as refused:
        return _refuse(folder, path, refused)
    except FileNotFoundError:
        return "gone"
    except OSError:
        return "busy"
    except Exception as unknown:
        if is_gone(unknown):
            raise
        log.error("a list of savings can't be read: %s", type(unknown).__name__)  # noqa: TRY400 (its text is the list's)
        return _refuse(folder, path, Refused(f"{path.name} kan ikke læses; gem den igen som .xlsx eller .csv"))
    return _put_away(path, folder / TAKEN) or TakenList(path.name[:_NUMBER], entered)


def _post(engine: Engine, path: Path) -> Entered:
    """In one transaction. Another process may post the same list at the same moment: then everything is known."""
    refuse_large(path)
    try:
        return _posted(engine, path)
    except IntegrityError:
        return _posted(engine, path)


def _posted(engine: Engine, path: Path) -> Entered:
    before = _state(path)
    with engine.begin() as connection:
        entered = import_savings(connection, path)
        if _state(path) != before:  # somebody writes to it still: nothing of it counts before they are done
            raise PermissionError
    return entered


def _refuse(folder: Path, path: Path, refused: Refused) -> RefusedList | str:
    """The note first: a list without one would say nothing to whoever looks for it."""
    if not path.exists():
        return "gone"
    number, name = path.name[:_NUMBER], path.name[_NUMBER + 1 :]
    note = note_of(name, path.name, refused)
    try:
        write_whole(folder / REFUSED / f"{path.name}.txt", note.encode("utf-8-sig"))
    except OSError:
        return "busy"
    if left := _put_away(path, folder / REFUSED):
        return left
    problems = refused.problems if isinstance(refused, ImportRefused) else []
    return RefusedList(number, len(problems), tuple(dict.fromkeys(each.column for each in problems if each.column)))


def _put_away(path: Path, into: Path) -> str:
    """Empty when it is done; else why not. One that can't be moved is taken up again, and then all of it is known."""
    try:
        path.replace(into / path.name)
    except FileNotFoundError:
        return "gone"
    except OSError:
        return "busy"
    return ""


def _files(folder: Path) -> Iterator[Path]:
    """Everything but folders and what is hidden: programs keep their own half-written files so."""
    return (each for each in folder.iterdir() if not each.name.startswith((".", "~$")) and _kind(each) != stat.S_IFDIR)


def _is_list(path: Path) -> bool:
    """A link could lead anywhere, so none is followed."""
    return path.suffix.lower() in _SUFFIXES and _kind(path) == stat.S_IFREG


def _kind(path: Path) -> int:
    with suppress(FileNotFoundError):
        return stat.S_IFMT(path.lstat().st_mode)
    return 0


def _last_touched(path: Path) -> float:
    """Seconds; a copy keeps its original's time of writing, but not of the last change (which Windows doesn't have)."""
    with suppress(FileNotFoundError):
        found = path.lstat()
        return max(found.st_mtime, found.st_ctime)
    return 0.0


def _state(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_size, found.st_mtime_ns


def _folders_clock(folder: Path) -> float:
    """Now, as the machine that keeps the folder has it: a share's clock may not be ours. Makes the folders, too."""
    for each in (WORK, TAKEN, REFUSED):
        (folder / each).mkdir(exist_ok=True)
    probe = folder / f".gevinst-{secrets.token_hex(4)}"
    try:
        probe.touch(exist_ok=False)
        return probe.lstat().st_mtime
    finally:
        probe.unlink(missing_ok=True)


def _new_number() -> str:
    local = to_datetime(host_now_us()).astimezone(ZoneInfo(settings().timezone))
    return f"{local:%Y-%m-%d-%H%M%S}-{secrets.token_hex(2)}"
