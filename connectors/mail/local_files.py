"""The `.eml` files of the local backend: each content once, under its hash, on the disk before any row names it."""

import hashlib
import io
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD_BYTES = 256 << 10
"""As much of a mail as its headers may take; the rest is never in memory."""


@dataclass(frozen=True)
class Stored:
    """A mail that lies in a file: the file's name, its bytes, and its beginning, which holds the headers."""

    file: str
    size: int
    head: bytes


def store_mail(folder: Path, mime: bytes | BinaryIO) -> Stored:
    """Keep a mail whole or not at all; a large one goes through in pieces."""
    source = io.BytesIO(mime) if isinstance(mime, bytes) else mime
    head = source.read(HEAD_BYTES)
    digest = hashlib.sha256(head)
    temporary = folder / f"{uuid.uuid4().hex}.part"
    with temporary.open("wb") as out:
        out.write(head)
        while piece := source.read(1 << 20):
            digest.update(piece)
            out.write(piece)
        size = out.tell()
        out.flush()
        os.fsync(out.fileno())
    path = folder / f"{digest.hexdigest()}.eml"
    if path.exists():
        temporary.unlink()
    else:
        temporary.replace(path)
        _make_durable(folder)
    return Stored(path.name, size, head)


def _make_durable(folder: Path) -> None:
    """A rename lasts once the folder is written; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
