"""A request as both halves of the finance system understand it: which of its own actions, with which values."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from werkzeug.routing import Map
from werkzeug.wrappers import Request, Response

from sandbox.web.application import Application


@dataclass(frozen=True)
class Call:
    """One request.

    Attributes:
        action: Its name in the system's `routes`.
        key: The number or name in the path, where there is one.
        values: What the query or the form holds.
        text: The body as it came.
    """

    path: str
    action: str
    key: str
    values: dict[str, str]
    text: str

    @property
    def everything(self) -> str:
        """All of it as one text, for faults to match on."""
        return " ".join((self.path, self.action, *self.values.values(), self.text))


class Face(Application[Call]):
    """One of the two origins."""

    routes: ClassVar[Map]

    def understand(self, request: Request) -> Call:
        """Read the whole body, and find the action.

        Raises:
            HTTPException: There is no such path or method.
        """
        text = request.get_data(as_text=True)
        action, found = self.routes.bind_to_environ(request.environ).match()
        return Call(request.path, action, str(found.get("key", "")), request.values.to_dict(), text)

    @abstractmethod
    def answer(self, request: Request, asked: Call) -> Response:
        """What it says to that."""
