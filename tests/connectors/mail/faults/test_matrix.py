"""The table, line by line, against the stand-in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

import pytest

from connectors.mail.ews.mailbox import EwsMailbox
from gevinst.settings import ROOT
from sandbox.exchange.faults import Switch
from sandbox.exchange.starting import Running
from tests.connectors.mail.contract.posts import EwsPost, ExchangePost, GraphPost
from tests.connectors.mail.exchanges import new_mailbox
from tests.connectors.mail.faults.operations import OPERATIONS, prepared
from tests.connectors.mail.faults.table import TABLES, Kind, Outcome, Row, as_markdown

POSTS = {"ews": EwsPost, "graph": GraphPost}
TRANSIENT = (
    Switch.BUSY,
    Switch.THROTTLED,
    Switch.UNAVAILABLE_BEFORE,
    Switch.UNAVAILABLE_AFTER,
    Switch.DROP_BEFORE,
    Switch.DROP_WITHIN,
)
LASTING = 99
SOON, LATE = 0.2, 5.0
"""A time-out in seconds, and an answer that comes after it; but within the profile's ten, which a send must not be given."""


def lines() -> Iterator[object]:
    """Each switch with each operation it can be met with."""
    for backend in POSTS:
        for row in TABLES[backend]:
            for name, operation in OPERATIONS.items():
                if operation.kind in row.outcomes and name in (row.operations or OPERATIONS):
                    yield pytest.param(backend, row, name, id=f"{backend}-{row.switch}-{row.seconds:.0f}-{name}")


@pytest.fixture
def post(request: pytest.FixtureRequest, exchange: Running, waits: list[float]) -> ExchangePost:
    """A mailbox of the backend that the test names."""
    return POSTS[request.getfixturevalue("backend")](exchange, new_mailbox(exchange), waits=waits)


@pytest.mark.parametrize(("backend", "row", "name"), [*lines()])
def test_a_fault_that_lasts_ends_as_the_table_says(
    post: ExchangePost, backend: str, row: Row, name: str, exchange: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which error, after how many calls, and how often the thing was done: never twice."""
    operation, outcome = OPERATIONS[name], row.outcomes[OPERATIONS[name].kind]
    with post.open() as box:
        mails = prepared(box, post, name)
        exchange.exchange.forget_requests()
        if row.switch is Switch.SLOW:
            hurry(box, operation.kind, monkeypatch)
        times = 1 if row.switch is Switch.GONE else LASTING  # the list without a token is another call by the same name
        seconds = LATE if row.switch is Switch.SLOW else row.seconds
        exchange.faults.arm(row.switch, operation.wire[backend], times=times, seconds=seconds)
        with ending(outcome):
            operation.call(box, mails)
    if row.switch is not Switch.SLOW:  # a call that nobody waits for any more is noted when it is over
        assert len(exchange.exchange.requests(operation=operation.wire[backend])) == outcome.calls
    if operation.effects is not None and outcome.done is not None:
        assert operation.effects(exchange.exchange, post.address) == outcome.done


@pytest.mark.parametrize("backend", POSTS)
@pytest.mark.parametrize("switch", TRANSIENT)
@pytest.mark.parametrize("name", [name for name, each in OPERATIONS.items() if each.kind is Kind.ASK])
def test_a_fault_that_passes_is_not_noticed_by_who_asks(
    post: ExchangePost, backend: str, switch: Switch, name: str, exchange: Running
) -> None:
    """The second call gives what the first would have."""
    operation = OPERATIONS[name]
    with post.open() as box:
        mails = prepared(box, post, name)
        exchange.faults.arm(switch, operation.wire[backend], times=1, seconds=1)
        told = operation.call(box, mails)
        assert exchange.faults.left() == 0
        assert told == operation.call(box, mails)


@pytest.mark.parametrize("backend", POSTS)
@pytest.mark.parametrize("switch", [Switch.BUSY, Switch.THROTTLED, Switch.UNAVAILABLE_BEFORE])
def test_the_server_says_how_long_to_wait(
    post: ExchangePost, backend: str, switch: Switch, exchange: Running, waits: list[float]
) -> None:
    """Back-off and Retry-After are kept to the second."""
    operation = OPERATIONS["mails"]
    with post.open() as box:
        mails = prepared(box, post, "mails")
        exchange.faults.arm(switch, operation.wire[backend], times=2, seconds=3)
        operation.call(box, mails)
    assert waits == [3, 3]


@pytest.mark.parametrize("backend", POSTS)
@pytest.mark.parametrize("switch", [each for each in Switch if each.is_after])
def test_a_folder_that_was_made_without_an_answer_is_found_by_the_second_look(
    post: ExchangePost, backend: str, switch: Switch, exchange: Running
) -> None:
    """The answer was lost, and there is one folder."""
    operation = OPERATIONS["ensure_folder"]
    with post.open() as box:
        mails = prepared(box, post, "ensure_folder")
        exchange.faults.arm(switch, operation.wire[backend], times=1)
        operation.call(box, mails)
    assert operation.effects is not None
    assert operation.effects(exchange.exchange, post.address) == 1


def ending(outcome: Outcome) -> AbstractContextManager[object]:
    """The call that is made within ends as the table says."""
    if outcome.error is None:
        return nullcontext()
    return suppress(outcome.error) if outcome.or_works else pytest.raises(outcome.error)


def hurry(box: Any, kind: Kind, patch: pytest.MonkeyPatch) -> None:
    """Let the answer be late in no time; a send by the time-out of its own alone."""
    is_ews = isinstance(box, EwsMailbox)
    if kind is Kind.SEND:
        patch.setattr(f"connectors.mail.{'ews' if is_ews else 'graph'}.mailbox._SEND_SECONDS", SOON)
    elif is_ews:
        box._account.protocol.TIMEOUT = SOON
    else:
        box._transport._client.timeout = SOON


def test_the_page_for_operations_shows_this_table() -> None:
    """Word for word, so that what operations reads is what is tested."""
    page = (ROOT / "docs" / "mail-faults.md").read_text(encoding="utf-8")
    assert "\n".join(as_markdown()).rstrip() in page
