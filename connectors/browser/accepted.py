"""The fingerprints that people accepted: those that ship beside the page objects, and those that were accepted here since.

An accepted one is text that may be read and compared: roles and names of controls, never a value.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from gevinst.errors import Refused
from gevinst.private_files import write_private
from gevinst.settings import settings

SHIPPED = "fingerprints"
"""The folder beside a module of page objects."""
_NOTE = "# "


def key_of(page: type) -> str:
    """What a page is called on the command line: its package and its class."""
    return f"{page.__module__.removeprefix('connectors.')}.{page.__name__}"


def known(page: type) -> str | None:
    """What was accepted last of this page: on this machine, else what ships with it; None where nobody accepted any."""
    module = sys.modules[page.__module__]
    shipped = Path(module.__file__ or "").parent / SHIPPED / f"{page.__name__}.txt"
    for path in (_folder() / f"{key_of(page)}.txt", shipped):
        if path.is_file():
            return _without_notes(path)
    return None


def propose(key: str, seen: str, difference: str) -> None:
    """Put by what was seen and what is other than before, for a person to look at; the latest replaces an earlier one."""
    write_private(_folder() / f"{key}.diff", difference)
    write_private(_waiting(key), seen)


def waiting() -> list[str]:
    """The pages of which something else was seen than was accepted."""
    return sorted(path.name.removesuffix(".seen") for path in _folder().glob("*.seen"))


def difference(key: str) -> str:
    """What went from a page and what came.

    Raises:
        Refused: Nothing waits.
    """
    _must_wait(key)
    return (_folder() / f"{key}.diff").read_text(encoding="utf-8")


def accept(key: str, *, initials: str) -> None:
    """From now on the page is known by what was seen last; who looked, and when, stands in the file.

    Raises:
        Refused: Nothing waits.
    """
    _must_wait(key)
    note = f"{_NOTE}accepted {datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC by {initials}\n"
    write_private(_folder() / f"{key}.txt", note + _waiting(key).read_text(encoding="utf-8"))
    _waiting(key).unlink()
    (_folder() / f"{key}.diff").unlink()


def _must_wait(key: str) -> None:
    if not _waiting(key).is_file():
        raise Refused(f"nothing was seen of '{key}' that isn't accepted: `gevinst pages list` shows what waits")


def _folder() -> Path:
    return settings().data_folder / "pages"


def _waiting(key: str) -> Path:
    return _folder() / f"{key}.seen"


def _without_notes(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(_NOTE))
