"""Serve the pages until it is interrupted: the figures on this machine alone, or everything behind the door."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine

from gevinst.door.mount import load_mount
from gevinst.door.origin import LOCAL
from gevinst.errors import Refused
from gevinst.settings import SignIn, settings
from gevinst.web.app import create_app, create_app_behind_door

_BACKLOG = 2048


def listen(host: str, port: int) -> socket.socket:
    """Take the place the pages are served from; port 0 is any free one.

    Raises:
        Refused: The host is another than this machine itself while nobody signs in, or the port is in use.
    """
    if host not in LOCAL and settings().sign_in is SignIn.NONE:
        raise Refused(
            f"without sign-in the page is served on {LOCAL[0]} only: set GEVINST_SIGN_IN first (docs/sign-in.md)"
        )
    # The protocol is named, since asyncio sends small answers at once only on a socket that says TCP: else each waits 40 ms
    # for the reader's acknowledgement (Nagle's algorithm).
    place = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((LOCAL[0] if host in LOCAL else host, port))
        place.listen(_BACKLOG)
        return place
    except (OSError, OverflowError) as error:
        place.close()
        raise Refused(f"{host}:{port} can't be used: choose another with --port") from error


def tell_no_addresses() -> None:
    """Keep the addresses of requests out of every log, whoever sets logging up afterwards: they could be anybody's."""
    logger = logging.getLogger("uvicorn.access")
    if _nothing not in logger.filters:
        logger.addFilter(_nothing)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def serve(engine: Engine, place: socket.socket, ready: Callable[[str], None], *, mounts: tuple[str, ...] = ()) -> None:
    """Serve until Ctrl-C or SIGTERM; `ready` gets the address once it can be opened.

    Args:
        engine: Our database.
        place: What `listen` took.
        ready: Told the address.
        mounts: The names of what else is put behind the door.

    Raises:
        Refused: Something is to be mounted while nobody signs in.
        ConfigurationError: The profile can't be read, or a setting of the door or a mount is missing.
    """
    import uvicorn

    tell_no_addresses()
    has_door = settings().sign_in is not SignIn.NONE
    if mounts and not has_door:
        raise Refused("nothing is put behind a door without sign-in: set GEVINST_SIGN_IN first (docs/sign-in.md)")
    behind = tuple(load_mount(name, engine) for name in mounts)
    app = create_app_behind_door(engine, behind) if has_door else create_app(engine)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="on" if has_door else "off",
        server_header=False,
        proxy_headers=False,
    )
    ready(settings().public_url or f"http://{LOCAL[0]}:{place.getsockname()[1]}/")
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[place])
