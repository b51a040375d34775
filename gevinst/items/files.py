"""The file store: originals by content hash, each stored once however many items use it."""

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.errors import Refused
from gevinst.settings import settings
from gevinst.store.clock import now_us
from gevinst.store.tables import files, item_files

_CHUNK = 1 << 20


def stored_path(sha256: str) -> Path:
    """Where a file of that content lies (two-letter folders keep listings short)."""
    return settings().files_folder / sha256[:2] / sha256


@dataclass(frozen=True)
class Stored:
    """A stream that was read to its end.

    Attributes:
        sha256: The hash of all of it.
        size: Its length in bytes.
        is_kept: False where it is larger than `GEVINST_MAX_FILE_BYTES`: then nothing of it was kept.
    """

    sha256: str
    size: int
    is_kept: bool


class Readable(Protocol):
    """All that is needed of a stream."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        ...


def hash_of(stream: Readable) -> str:
    """The SHA-256 of a stream, which is read to its end and never whole in memory."""
    hashed = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        hashed.update(chunk)
    return hashed.hexdigest()


def store_stream(stream: Readable) -> Stored:
    """Hash a stream to its end and keep it on the way, never whole in memory. Safe to repeat and to run twice at once."""
    cap, size, hashed = settings().max_file_bytes, 0, hashlib.sha256()
    coming = settings().files_folder / "coming"
    coming.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=coming, suffix=".part", delete=False) as out:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            hashed.update(chunk)
            if size <= cap:
                out.write(chunk)
            elif size - len(chunk) <= cap:
                out.truncate(0)  # the rest is only hashed: its room is given back at once
        out.flush()
        os.fsync(out.fileno())
    sha256 = hashed.hexdigest()
    if size > cap or _is_there(sha256):
        Path(out.name).unlink()
    else:
        _put(Path(out.name), sha256)
    return Stored(sha256, size, is_kept=size <= cap)


def store_path(path: Path) -> str:
    """Keep a file's content; returns its SHA-256.

    Raises:
        Refused: When it is larger than `GEVINST_MAX_FILE_BYTES`.
    """
    with path.open("rb") as stream:
        stored = store_stream(stream)
    if not stored.is_kept:
        raise _too_large(stored.size)
    return stored.sha256


def store_file(content: bytes) -> str:
    """Write the content durably if it isn't there yet; returns its SHA-256. Safe to repeat and to run twice at once.

    Raises:
        Refused: When it is larger than `GEVINST_MAX_FILE_BYTES`.
    """
    if len(content) > settings().max_file_bytes:
        raise _too_large(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    return sha256 if _is_there(sha256) else store_stream(io.BytesIO(content)).sha256


def _too_large(size: int) -> Refused:
    cap = settings().max_file_bytes
    return Refused(f"a file of {size >> 20} MiB is larger than the cap of {cap >> 20} MiB; nothing was stored")


def _is_there(sha256: str) -> bool:
    """Whether that content is kept; one that was asked for just now is left alone by retention until its item is there."""
    try:
        os.utime(stored_path(sha256))
    except FileNotFoundError:
        return False
    return True


def _put(path: Path, sha256: str) -> None:
    """Give a file that is whole and on the disk its place."""
    target = stored_path(sha256)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.replace(target)
    for folder in (target.parent, target.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    """Have the new name itself survive a power cut, where the system lets a folder be opened (not on Windows)."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def originals_of(connection: Connection, item_id: int) -> tuple[str, ...]:
    """The hashes of an item's originals, oldest first."""
    mine = (item_files.c.item_id == item_id, item_files.c.role == "original")
    return tuple(connection.execute(select(item_files.c.sha256).where(*mine).order_by(item_files.c.position)).scalars())


def attach(connection: Connection, item_id: int, *, role: str, sha256: str, file_name: str, media_type: str) -> None:
    """Tie a stored file to an item under a neutral name; the same content in the same role is tied once."""
    mine = (item_files.c.item_id == item_id, item_files.c.role == role)
    if connection.execute(select(item_files.c.position).where(*mine, item_files.c.sha256 == sha256)).first():
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(
        dialect.insert(files)
        .values(sha256=sha256, size_bytes=stored_path(sha256).stat().st_size, stored_at=now_us())
        .on_conflict_do_nothing(index_elements=["sha256"])
    )
    position = connection.execute(select(func.coalesce(func.max(item_files.c.position), 0) + 1).where(*mine)).scalar()
    connection.execute(
        insert(item_files).values(
            item_id=item_id,
            role=role,
            position=position,
            sha256=sha256,
            file_name=file_name,
            media_type=media_type,
        )
    )
