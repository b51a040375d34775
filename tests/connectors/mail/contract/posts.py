"""A mailbox to test, whatever is behind it: open it as the robot, and let a stranger's mail arrive."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from connectors.mail.ews.mailbox import open_ews
from connectors.mail.graph.mailbox import open_graph
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Mailbox
from gevinst.settings import settings
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import ews_profile, graph_profile

BOX = "helbredstillaeg"


class Post(Protocol):
    """What a test has in hand."""

    def open(self) -> AbstractContextManager[Mailbox]:
        """As the robot opens it."""
        ...

    def deliver(self, *mimes: bytes) -> None:
        """Let mails arrive, the first one first."""


@dataclass
class LocalPost:
    """A folder of this machine."""

    count: int = 0

    def open(self) -> AbstractContextManager[Mailbox]:
        """Without a file of mailboxes every mailbox is local."""
        return open_mailbox(BOX)

    def deliver(self, *mimes: bytes) -> None:
        """Into the drop folder."""
        drop = settings().mail_folder / BOX / "drop"
        drop.mkdir(parents=True, exist_ok=True)
        for mime in mimes:
            self.count += 1
            (drop / f"{self.count:05}.eml").write_bytes(mime)


@dataclass
class ExchangePost(ABC):
    """A mailbox of the stand-in; each mail arrives a minute after the one before. `waits` is what Graph would wait."""

    running: Running
    address: str
    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    waits: list[float] = field(default_factory=list)

    @abstractmethod
    def open(self) -> AbstractContextManager[Mailbox]:
        """By one of its faces."""

    def deliver(self, *mimes: bytes) -> None:
        """Into the model."""
        for mime in mimes:
            self.now += timedelta(minutes=1)
            self.running.exchange.deliver(self.address, mime, received_at=self.now)


@dataclass
class EwsPost(ExchangePost):
    """Through EWS; by Basic, which is one call a call (how to log in has tests of its own)."""

    def open(self) -> AbstractContextManager[Mailbox]:
        """As a delegate."""
        return open_ews(BOX, ews_profile(self.running, self.address, auth="basic"))


@dataclass
class GraphPost(ExchangePost):
    """Through Graph."""

    def open(self) -> AbstractContextManager[Mailbox]:
        """As an application."""
        return open_graph(BOX, graph_profile(self.running, self.address), sleep=self.waits.append)
