"""Hand a letter to Digital Post once."""

from dataclasses import dataclass
from datetime import timedelta

from connectors.digitalpost.opening import open_digital_post
from connectors.digitalpost.port import DigitalLetter, PostReceipt
from gevinst.items.act import Look, Ownership


@dataclass
class SendLetterOnce:
    """One letter, found again by its key."""

    letter: DigitalLetter
    name: str = "digitalpost"
    key: str = "letter"
    system: str = "digitalpost"
    deadline: timedelta = timedelta(seconds=60)
    receipt_type: type[PostReceipt] = PostReceipt

    def look(self) -> Look[PostReceipt]:
        """Whether the message was handed over."""
        with open_digital_post(read_only=True) as post:
            found = post.find(self.letter.key)
        return Look(ours=() if found is None else (found,))

    def prepare(self) -> None:
        """Nothing: the letter is written."""

    def write(self, ownership: Ownership) -> None:
        """Hand it over."""
        with open_digital_post() as post:
            ownership()
            post.send(self.letter)
