"""Make a backup, and throw the oldest away."""

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from gevinst import __version__
from gevinst.backup.database import copy_sqlite, dump
from gevinst.backup.manifest import NAME, Kept, Manifest, files_below, hashed
from gevinst.errors import ConfigurationError, Refused
from gevinst.settings import settings
from gevinst.store.migrate import current_revision

_FINISHED = re.compile(r"gevinst-\d{8}T\d{6}Z")
_COMING = ".coming-"
_A_DAY = 24 * 60 * 60
_LOGS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; the copy is made by SQLite itself, and has none."""


def make_backup(engine: Engine, *, keep: int) -> Path:
    """Put a backup into `GEVINST_BACKUP_FOLDER` under its time's name; it has that name only when it is whole.

    Args:
        engine: Our database.
        keep: How many there are afterwards; older ones go.

    Returns:
        Its folder.

    Raises:
        ConfigurationError: There is no backup folder.
        Refused: It can't be written, or one was made this very second.
    """
    folder = settings().backup_folder
    if folder is None or not folder.is_dir():
        raise ConfigurationError("there is no place for a backup: make a folder, and set GEVINST_BACKUP_FOLDER")
    try:
        _sweep(folder)
        coming = Path(tempfile.mkdtemp(prefix=_COMING, dir=folder))  # its owner's alone: this is case data
        try:
            done = folder / _fill(engine, coming)
            coming.rename(done)
        finally:
            shutil.rmtree(coming, ignore_errors=True)
        for old in _finished(folder)[:-keep]:
            shutil.rmtree(old)
    except OSError as error:
        raise Refused(f"the backup can't be written to {folder}: {error.strerror}") from error
    return done


def _fill(engine: Engine, coming: Path) -> str:
    """Write everything, and the manifest last; returns the name it is to have.

    The database first, then the files. Originals are written before the rows that name them, and never changed: so each
    file that the database of that moment names is still there afterwards, together with some that it doesn't know yet, which
    harm nothing. The other way round the database would name files that came after they were copied. Only retention
    takes files away: what it removes in between was to be gone, and its next run takes it out of a restored database too.
    """
    made_at = datetime.now(UTC)
    database = dump(engine, coming)
    files = {database.name: hashed(database)}
    for source, name in _beside_it():
        if (kept := _copied(source, coming / name)) is not None:
            files[name] = kept
    manifest = Manifest(
        made_at=made_at.isoformat(timespec="seconds"),
        code_version=settings().code_version or __version__,
        revision=current_revision(engine) or "",
        database=engine.dialect.name,
        files=files,
    )
    (coming / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    if hasattr(os, "sync"):
        os.sync()  # before it gets its name: that must not be on the disk without what it names
    return f"gevinst-{made_at:%Y%m%dT%H%M%SZ}"


def _beside_it() -> Iterator[tuple[Path, str]]:
    """Every file that belongs to the database, and what it is called in the backup. Raw traces and kept sessions don't."""
    known = settings()
    data = (known.files_folder, known.evidence_folder, known.runs_folder, known.data_folder / "pages")
    for folder, name in (
        *((each, f"data/{each.name}") for each in data),
        (known.mail_folder, "mail"),
        (known.digitalpost_folder, "digitalpost"),
    ):
        for path in files_below(folder):
            if not path.is_relative_to(known.files_folder / "coming"):  # half an original, which no row names yet
                yield path, f"{name}/{path.relative_to(folder).as_posix()}"
    # By what each is for: two of them may have one name, in two folders.
    files: dict[str, Path | None] = {"profile": known.profile_file, "access": known.access_file}
    files |= {"mailboxes": known.mailboxes_file, "systems": known.systems_file}
    for name, file in files.items():
        if file is not None and file.is_file():
            yield file, f"settings/{name}{file.suffix}"


def _copied(source: Path, target: Path) -> Kept | None:
    """Copy one file; None where it was gone by then, or is part of another."""
    if source.name.endswith(_LOGS):
        return None
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        if source.suffix == ".sqlite":
            copy_sqlite(source, target)
        else:
            shutil.copyfile(source, target)
    except FileNotFoundError:
        return None
    return hashed(target)


def _finished(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _FINISHED.fullmatch(path.name))


def _sweep(folder: Path) -> None:
    """What a backup that was cut off left behind; one of today may be another's that is being made."""
    for path in folder.glob(f"{_COMING}*"):
        if time.time() - path.stat().st_mtime > _A_DAY:
            shutil.rmtree(path)
