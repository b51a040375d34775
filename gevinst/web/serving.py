"""Serve the live page on this machine alone, until it is interrupted."""

import socket
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine

from gevinst.errors import Refused
from gevinst.web.app import create_app
from gevinst.web.guarding import HOSTS


def listen(host: str, port: int) -> socket.socket:
    """Take the place the page is served from; port 0 is any free one.

    Raises:
        Refused: The host is another than this machine itself, or the port is in use.
    """
    if host not in HOSTS:
        raise Refused(
            f"the page is served on {HOSTS[0]} only: others may read it when sign-in comes, and it isn't there yet"
        )
    try:
        return socket.create_server((HOSTS[0], port))
    except (OSError, OverflowError) as error:
        raise Refused(f"port {port} can't be used: choose another with --port") from error


def serve(engine: Engine, place: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` gets the address once it can be opened.

    Raises:
        ConfigurationError: The profile can't be read.
    """
    import uvicorn

    app = create_app(engine)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=False
    )
    ready(f"http://{HOSTS[0]}:{place.getsockname()[1]}/")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[place])
