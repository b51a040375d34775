"""The port to Digital Post: who can receive, was it sent, send."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from gevinst.values.cpr import Cpr


class PostReceipt(BaseModel):
    """The message as it was handed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    number: str = ""


@dataclass(frozen=True)
class DigitalLetter:
    """One letter. `key` is neutral and the same each time, so a second sending can be seen."""

    key: str
    cpr: Cpr
    label: str
    pdf: bytes


class DigitalPost(Protocol):
    """Digital Post, as far as a process needs it."""

    def can_receive(self, cpr: Cpr) -> bool:
        """Whether the citizen gets Digital Post; one who is exempt needs a letter on paper, by a person."""
        ...

    def find(self, key: str) -> PostReceipt | None:
        """The message with that key, if it was handed over."""
        ...

    def send(self, letter: DigitalLetter) -> None:
        """Hand the letter over."""
