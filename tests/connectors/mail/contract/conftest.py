"""The mailbox under test, once for each backend."""

from collections.abc import Iterator

import pytest

from connectors.mail.port import Mailbox
from tests.connectors.mail.contract.posts import EwsPost, GraphPost, LocalPost, Post
from tests.connectors.mail.exchanges import new_mailbox


@pytest.fixture(params=["local", "ews", "graph"])
def post(request: pytest.FixtureRequest) -> Post:
    """An empty mailbox."""
    if request.param == "local":
        return LocalPost()
    running = request.getfixturevalue("exchange")
    kind = {"ews": EwsPost, "graph": GraphPost}[request.param]
    return kind(running, new_mailbox(running))


@pytest.fixture
def box(post: Post) -> Iterator[Mailbox]:
    """The same mailbox, opened."""
    with post.open() as opened:
        yield opened
