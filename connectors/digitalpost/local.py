"""The local backend: MeMo files in a folder, and a register of who is exempt; nothing leaves the machine."""

import os
import sqlite3
from contextlib import closing

from connectors.digitalpost.memo import memo_xml
from connectors.digitalpost.port import DigitalLetter, PostReceipt
from gevinst.keyed_hash import keyed_hash
from gevinst.profile import load_profile
from gevinst.settings import settings
from gevinst.values.cpr import Cpr


class LocalDigitalPost:
    """Letters as `<key>.xml`; `fritaget.sqlite` holds keyed hashes of the exempt."""

    def __init__(self) -> None:
        self.folder = settings().digitalpost_folder
        self._register = self.folder / "fritaget.sqlite"

    def can_receive(self, cpr: Cpr) -> bool:
        """Whether the citizen isn't in the register of the exempt."""
        if not self._register.exists():
            return True
        with closing(sqlite3.connect(self._register)) as connection:
            found = connection.execute("SELECT 1 FROM exempt WHERE cpr = ?", (keyed_hash("cpr", cpr.digits),))
            return found.fetchone() is None

    def exempt(self, cpr: Cpr) -> None:
        """Put a citizen in the register of the exempt."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with closing(sqlite3.connect(self._register)) as connection, connection:
            connection.execute("CREATE TABLE IF NOT EXISTS exempt (cpr TEXT PRIMARY KEY)")
            connection.execute("INSERT OR IGNORE INTO exempt VALUES (?)", (keyed_hash("cpr", cpr.digits),))

    def find(self, key: str) -> PostReceipt | None:
        """The message with that key, if it is in the folder."""
        return PostReceipt(number=key) if (self.folder / f"{key}.xml").exists() else None

    def send(self, letter: DigitalLetter) -> None:
        """Write the message whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        profile = load_profile()
        temporary = self.folder / f"{letter.key}.{os.getpid()}.part"
        with temporary.open("wb") as out:
            out.write(memo_xml(letter, sender_cvr=profile.cvr, sender_name=profile.name))
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(self.folder / f"{letter.key}.xml")
