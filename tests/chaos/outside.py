"""What the outside systems hold for one item, read from their own databases: what a caseworker sees, and the count."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field

from connectors.mail.composing import derived_message_id
from connectors.mail.port import Folder
from gevinst.items.model import label
from sandbox.legacy.state import rows
from tests.chaos.house import House


@dataclass
class Outside:
    """Everything outside, as it stands now."""

    registrations: dict[str, list[str]] = field(default_factory=dict)
    """Numbers by reference."""
    remarks: dict[str, list[str]] = field(default_factory=dict)
    """Hashes of the files by what is written on them."""
    mails: dict[str, list[str]] = field(default_factory=dict)
    """Folders by Message-ID."""
    letters: list[str] = field(default_factory=list)
    """Keys."""

    @classmethod
    def read(cls, house: House) -> "Outside":
        """Look."""
        found = cls(letters=[path.stem for path in house.letters.glob("*.xml")])
        for row in rows(house.pensys, "registrations"):
            found.registrations.setdefault(row["reference"], []).append(row["number"])
        for row in rows(house.pensys, "files"):
            found.remarks.setdefault(row["remark"], []).append(row["sha256"])
        if house.mailbox.exists():
            with closing(sqlite3.connect(house.mailbox, timeout=60)) as connection:
                for message_id, folder in connection.execute("SELECT message_id, folder FROM mails"):
                    found.mails.setdefault(message_id, []).append(folder)
        return found

    def registered(self, item_id: int) -> list[str]:
        """The numbers of what is registered under the item's number."""
        return self.registrations.get(label(item_id), [])

    def filed(self, item_id: int) -> dict[str, list[str]]:
        """The files of the item, by remark."""
        return {remark: found for remark, found in self.remarks.items() if remark.split()[0] == label(item_id)}

    def receipts(self, item_id: int) -> list[str]:
        """The folders in which the item's receipt to the sender lies."""
        return self.mails.get(derived_message_id(item_id, "receipt"), [])

    def sent(self, item_id: int) -> int:
        """How often the receipt was sent."""
        return self.receipts(item_id).count(Folder.SENT)

    def posted(self, item_id: int) -> int:
        """How often the citizen's letter went to Digital Post."""
        return self.letters.count(f"{label(item_id)}-kvittering")
