"""The `.eml` files of the local backend: each content once, under its hash, on the disk before any row names it."""

import hashlib
import os
import uuid
from pathlib import Path


def store_mail(folder: Path, mime: bytes) -> str:
    """Keep a mail whole or not at all; returns the file's name."""
    name = hashlib.sha256(mime).hexdigest() + ".eml"
    path = folder / name
    if not path.exists():
        temporary = path.with_suffix(f".{uuid.uuid4().hex}.part")
        with temporary.open("wb") as out:
            out.write(mime)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
        _make_durable(folder)
    return name


def _make_durable(folder: Path) -> None:
    """A rename lasts once the folder is written; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
