"""The file store: originals by content hash, each stored once however many items use it."""

import hashlib
import os
import tempfile
from pathlib import Path

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.errors import Refused
from gevinst.settings import settings
from gevinst.store.clock import now_us
from gevinst.store.tables import files, item_files


def stored_path(sha256: str) -> Path:
    """Where a file of that content lies (two-letter folders keep listings short)."""
    return settings().files_folder / sha256[:2] / sha256


def store_file(content: bytes) -> str:
    """Write the content durably if it isn't there yet; returns its SHA-256. Safe to repeat and to run twice at once.

    Raises:
        Refused: When it is larger than `GEVINST_MAX_FILE_BYTES`.
    """
    cap = settings().max_file_bytes
    if len(content) > cap:
        raise Refused(
            f"a file of {len(content) >> 20} MiB is larger than the cap of {cap >> 20} MiB; nothing was stored"
        )
    sha256 = hashlib.sha256(content).hexdigest()
    path = stored_path(sha256)
    try:
        os.utime(path)  # asked for just now: retention leaves it alone until its item is written
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    else:
        return sha256
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=sha256[:8], suffix=".part", delete=False) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    Path(out.name).replace(path)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)
    return sha256


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
