"""What is in an archive somebody sent: each member's real bytes, counted as they come. Limited child only."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from connectors.mail.dangers import NEW_MACROS
from connectors.mail.limits import NeedsPerson
from gevinst.codes import Code

T = TypeVar("T")

HEADS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_LOCKED = 0x1 | 0x40
_MOST_TIMES = 200
_MOST_TIMES_FROM = 1 << 20
"""A member that claims to be this many times what it takes, and is large, is made to fill a disk."""
_LEFT_BY_MACS = ("__macosx/", ".ds_store")


def is_document(path: Path) -> bool:
    """Whether it is a document of an office program, which only looks like an archive from outside.

    Raises:
        NeedsPerson: It is one with macros, or isn't whole.
    """
    with _opened(path) as archive:
        names = {name.lower() for name in archive.namelist()}
    if any(name.rpartition("/")[2] == NEW_MACROS for name in names):
        raise NeedsPerson(Code.DOCUMENT_MACRO)
    return "[content_types].xml" in names or "mimetype" in names


def unpack(path: Path, keep: Callable[[str, BinaryIO], T]) -> list[T]:
    """What `keep` makes of each file's name and content; folders and what a Mac leaves beside files aside.

    Raises:
        NeedsPerson: A member is locked, made to fill a disk, or not whole.
    """
    with _opened(path) as archive:
        return [keep(name, stream) for name, stream in _members(archive)]


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, ValueError):
        raise NeedsPerson(Code.DOCUMENT_DAMAGED) from None
    except NotImplementedError:  # packed in a way that isn't known here
        raise NeedsPerson(Code.DOCUMENT_UNKNOWN) from None


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, BinaryIO]]:
    for info in archive.infolist():
        name = info.filename.lower()
        if info.is_dir() or name.startswith(_LEFT_BY_MACS) or name.rpartition("/")[2] in _LEFT_BY_MACS:
            continue
        if info.flag_bits & _LOCKED:
            raise NeedsPerson(Code.DOCUMENT_LOCKED)
        if info.file_size > max(_MOST_TIMES_FROM, info.compress_size * _MOST_TIMES):
            raise NeedsPerson(Code.LIMIT_EXCEEDED)
        with archive.open(info) as stream:
            yield info.filename, cast("BinaryIO", stream)
