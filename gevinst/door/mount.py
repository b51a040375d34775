"""What else lies behind the door besides our own pages: registered by whoever knows it, so that the core needn't."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib.metadata import entry_points

from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from gevinst.door.orchestrator import Orchestrator
from gevinst.errors import ConfigurationError

GROUP = "gevinst.mounts"


@dataclass(frozen=True)
class Mount:
    """One application behind the door.

    Attributes:
        app: It; whom a request comes from stands in `scope["state"]`, and it decides what they may.
        prefixes: The paths that are its own, whole or as a beginning before a slash.
        running: Entered before the first request and left after the last.
        policy: The Content-Security-Policy of its answers.
        entry: Where people begin in it: path and name for the menu.
        orchestrator: What our own pages about runs ask, where it runs them.
    """

    app: ASGIApp
    prefixes: tuple[str, ...]
    running: Callable[[], AbstractAsyncContextManager[object]]
    policy: str
    entry: tuple[str, str]
    orchestrator: Orchestrator | None = None

    def has(self, path: str) -> bool:
        """Whether a path is its own."""
        return any(path == prefix or path.startswith(f"{prefix}/") for prefix in self.prefixes)


def load_mount(name: str, engine: Engine) -> Mount:
    """The registered application of that name.

    Raises:
        ConfigurationError: It isn't installed here.
    """
    for entry in entry_points(group=GROUP, name=name):
        mount: Mount = entry.load()(engine)
        return mount
    raise ConfigurationError(f"'{name}' can't be put behind the door here: run `make setup` to install what is missing")


class Fork:
    """Our own pages, and each mount on its own paths.

    Args:
        own: Our pages.
        mounts: The others.
    """

    def __init__(self, own: ASGIApp, mounts: tuple[Mount, ...]) -> None:
        self.own = own
        self.mounts = mounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        mount = self.at(scope["path"])
        await (self.own if mount is None else mount.app)(scope, receive, send)

    def at(self, path: str) -> Mount | None:
        """Whose path it is; None where it is ours."""
        return next((mount for mount in self.mounts if mount.has(path)), None)
