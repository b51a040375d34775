"""What is in a backup: every file with its hash, so that anybody can tell later whether it is still what was put there."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from gevinst.errors import Refused

NAME = "manifest.json"
_PIECE = 1 << 20


class Kept(BaseModel):
    """One file."""

    model_config = ConfigDict(frozen=True)

    sha256: str
    bytes: int


class Manifest(BaseModel):
    """One backup. Paths are relative to its folder, with slashes; the manifest itself isn't among them."""

    model_config = ConfigDict(frozen=True)

    made_at: str
    code_version: str
    revision: str
    database: str
    files: dict[str, Kept]


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        Refused: The folder holds none, or one that can't be read.
    """
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError) as error:
        raise Refused(
            f"{folder} is no backup, or its {NAME} is damaged: name a folder that `backup make` made"
        ) from error


def hashed(path: Path) -> Kept:
    """A file's hash and size, read piece by piece."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return Kept(sha256=digest.hexdigest(), bytes=size)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder and those within it, in order; links lead elsewhere and are left out."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
