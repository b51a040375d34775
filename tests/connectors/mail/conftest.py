"""The stand-in for Exchange, started once for all tests of the mail kit; each test has a mailbox of its own in it."""

from collections.abc import Iterator

import pytest

from sandbox.exchange.starting import Running, started
from tests.connectors.mail.exchanges import set_secrets


@pytest.fixture(scope="session")
def exchange_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The process."""
    with started(tmp_path_factory.mktemp("exchange")) as running:
        yield running


@pytest.fixture
def exchange(exchange_server: Running, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The stand-in with nothing going wrong and an empty log; the secrets to get in are set."""
    set_secrets(exchange_server, monkeypatch)
    exchange_server.faults.clear()
    exchange_server.exchange.forget_requests()
    yield exchange_server
    exchange_server.faults.clear()
