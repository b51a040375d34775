"""What somebody asks of Prefect: the route, who asks, and the body, which a rule may narrow before it goes on."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gevinst.door.person import Person

if TYPE_CHECKING:
    from tasks.door.own import Own


class NotAllowed(Exception):
    """It isn't theirs to ask. `sentence` in Danish: the UI shows it in a corner of the page."""

    def __init__(self, sentence: str = "Det har du ikke adgang til.", status: int = 403) -> None:
        super().__init__(status)
        self.sentence = sentence
        self.status = status


class Nothing(Exception):
    """The page can't do without an answer, and asks again and again for one that is refused: it gets the least it works with.

    Prefect isn't asked.
    """

    def __init__(self, answer: list[object] | dict[str, object]) -> None:
        super().__init__()
        self.answer = answer


@dataclass
class Asked:
    """One request of a person. Rules raise `NotAllowed` or `Nothing`, or let it pass as it is or narrowed.

    Attributes:
        route: As Prefect declares it, such as `GET /flow_runs/{id}`.
        parts: The values of the path's parts.
        query: The values of the query.
        body: What was sent; a rule that changes `data` has it written anew.
        own: What of Prefect's is whose.
        changes: Whether it is written in the audit.
        deployment: The deployment it is about, for the audit.
        flow_run: The run it is about.
        item_id: The item it is about.
        starts: It makes a run, whose id is written down.
    """

    route: str
    person: Person
    own: "Own"
    parts: dict[str, str]
    query: dict[str, str]
    body: bytes = b""
    changes: bool = False
    deployment: str | None = None
    flow_run: str | None = None
    item_id: int | None = None
    starts: bool = False
    _data: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def data(self) -> dict[str, Any]:
        """The body as an object; an empty one where there is none.

        Raises:
            NotAllowed: It is no JSON object.
        """
        if self._data is None:
            try:
                read = json.loads(self.body or b"{}")
            except (ValueError, RecursionError):
                read = None
            if not isinstance(read, dict):
                raise NotAllowed("Forespørgslen kan ikke læses.", 422)
            self._data = read
        return self._data

    @property
    def sent_on(self) -> bytes:
        """The body as it goes on."""
        return self.body if self._data is None else json.dumps(self._data).encode()


Rule = Callable[[Asked], Awaitable[None]]
