"""The local backend: MeMo files in a folder, and a register of who is exempt; nothing leaves the machine."""

import os
import re
import sqlite3
import uuid
from contextlib import closing, suppress
from pathlib import Path

from connectors.digitalpost.memo import memo_xml
from connectors.digitalpost.port import DigitalLetter, PostReceipt
from gevinst.codes import Code
from gevinst.errors import ProcessError
from gevinst.keyed_hash import keyed_hash
from gevinst.profile import load_profile
from gevinst.settings import settings
from gevinst.values.cpr import Cpr

_KEY = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,99}")


class LocalDigitalPost:
    """Letters as `<key>.xml`; `fritaget.sqlite` holds keyed hashes of the exempt."""

    def __init__(self) -> None:
        self.folder = settings().digitalpost_folder
        self._register = self.folder / "fritaget.sqlite"

    def can_receive(self, cpr: Cpr) -> bool:
        """Whether the citizen isn't in the register of the exempt; reads only."""
        if not self._register.exists():
            return True
        with closing(sqlite3.connect(self._register, timeout=60)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'exempt'").fetchone():
                return True  # the process that made the file was killed before its first entry
            found = connection.execute("SELECT 1 FROM exempt WHERE cpr = ?", (keyed_hash("cpr", cpr.digits),))
            return found.fetchone() is None

    def exempt(self, cpr: Cpr) -> None:
        """Put a citizen in the register of the exempt."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self._register, timeout=60)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS exempt (cpr TEXT PRIMARY KEY)")
            connection.execute("INSERT OR IGNORE INTO exempt VALUES (?)", (keyed_hash("cpr", cpr.digits),))

    def find(self, key: str) -> PostReceipt | None:
        """The message with that key, if it is in the folder."""
        return PostReceipt(number=key) if self._path(key).exists() else None

    def send(self, letter: DigitalLetter) -> None:
        """Write the message whole or not at all; one that is there already stands as it is."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        profile = load_profile()
        path = self._path(letter.key)
        temporary = path.with_suffix(f".{uuid.uuid4().hex}.part")
        with temporary.open("wb") as out:
            out.write(memo_xml(letter, sender_cvr=profile.cvr, sender_name=profile.name))
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(temporary, path)  # a rename would replace what another process just sent
        temporary.unlink()
        if os.name == "posix":
            handle = os.open(self.folder, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ProcessError("a letter's key is neutral: letters, digits and dashes", code=Code.UNKNOWN_FAILURE)
        return self.folder / f"{key}.xml"
