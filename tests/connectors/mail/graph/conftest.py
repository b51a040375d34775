"""A mailbox of the stand-in, as the Graph backend opens it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.mail.graph.mailbox import open_graph
from connectors.mail.port import Mailbox
from sandbox.exchange.model import Exchange
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import graph_profile, new_mailbox

BOX = "helbredstillaeg"


@dataclass
class Online:
    """The mailbox under test; `pauses` is how long the backend would have waited."""

    running: Running
    address: str
    pauses: list[float] = field(default_factory=list)
    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 8, 0, tzinfo=UTC))

    @property
    def model(self) -> Exchange:
        """What is behind it."""
        return self.running.exchange

    def open(self, **changes: Any) -> AbstractContextManager[Mailbox]:
        """As the robot does, without ever waiting."""
        profile = graph_profile(self.running, changes.pop("address", self.address), **changes)
        return open_graph(BOX, profile, sleep=self.pauses.append)

    def deliver(self, *mimes: bytes) -> None:
        """Each a minute after the one before."""
        for mime in mimes:
            self.now += timedelta(minutes=1)
            self.model.deliver(self.address, mime, received_at=self.now)

    def calls(self, operation: str) -> list[int]:
        """The statuses of an operation's calls, in order."""
        return [call.status for call in self.model.requests(operation=operation)]

    def sent(self) -> int:
        """How many mails left this mailbox."""
        return sum(each.mailbox == self.address for each in self.model.sendings())


@pytest.fixture
def online(exchange: Running) -> Online:
    """An empty mailbox."""
    return Online(exchange, new_mailbox(exchange))


@pytest.fixture
def box(online: Online) -> Iterator[Mailbox]:
    """The same, opened by the application's secret."""
    with online.open() as opened:
        yield opened
