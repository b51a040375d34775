"""One stand-in for all tests of a process, a mailbox for each test, and exchangelib as it is."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import requests.adapters
from exchangelib import DELEGATE, Account, Configuration, Credentials, FailFast
from exchangelib.protocol import BaseProtocol, CachingProtocol, close_connections
from exchangelib.version import Build, Version

from sandbox.exchange.entries import Item
from sandbox.exchange.model import Exchange
from sandbox.exchange.starting import Running, started
from tests.sandbox.exchange.samples import MAILBOX

VERSION = Version(Build(15, 2, 2562, 17))
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Box:
    """A mailbox of the test's own in the running stand-in."""

    server: Running
    address: str

    @property
    def exchange(self) -> Exchange:
        """The model."""
        return self.server.exchange

    def deliver(self, mime: bytes) -> Item:
        """A mail arrives."""
        return self.exchange.deliver(self.address, mime)

    def items(self, folder: str = "inbox") -> list[Item]:
        """What the model has in a folder."""
        return self.exchange.items(self.address, folder)

    def operations(self) -> list[str]:
        """What was called, in order."""
        return [each.operation for each in self.exchange.requests(face="ews")]


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The stand-in as a process of its own."""
    with started(tmp_path_factory.mktemp("exchange"), [MAILBOX]) as running:
        yield running


@pytest.fixture
def box(stand_in: Running) -> Iterator[Box]:
    """An empty mailbox; what was armed or logged ends with the test."""
    address = f"post-{next(_numbers)}@eksempel.example"
    stand_in.exchange.add_mailbox(address)
    stand_in.exchange.forget_requests()
    yield Box(stand_in, address)
    stand_in.faults.clear()


@pytest.fixture
def exchangelib_on(stand_in: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let exchangelib trust the stand-in's authority, and remember nothing of another test's connections."""

    class Adapter(requests.adapters.HTTPAdapter):
        def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
            del verify
            super().cert_verify(conn, url, stand_in.ca_file, cert)

    monkeypatch.setattr(BaseProtocol, "HTTP_ADAPTER_CLS", Adapter)
    yield
    forget_connections()


def forget_connections() -> None:
    """Close them: exchangelib keeps one protocol per address and login, with what it learnt."""
    close_connections()
    CachingProtocol.clear_cache()


@pytest.fixture
def account(box: Box, exchangelib_on: None) -> Account:
    """An account of exchangelib on the mailbox, as the service account that may open it."""
    del exchangelib_on
    return open_account(box, "basic")


def open_account(box: Box, auth_type: str, *, password: str = "", retry_policy: Any = None) -> Account:
    """An account by password."""
    configuration = Configuration(
        service_endpoint=box.server.ews,
        credentials=Credentials(box.server.user, password or box.server.password),
        auth_type=auth_type,
        version=VERSION,
        retry_policy=retry_policy or FailFast(),
    )
    return Account(box.address, config=configuration, access_type=DELEGATE, autodiscover=False)


@contextmanager
def slept() -> Iterator[list[float]]:
    """Nothing is waited for: the waits that were asked for are noted."""
    noted: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.sleep", noted.append)
        yield noted
