"""The floor of the live page: bare Starlette on the same server, answering every address with one text."""

import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route


def main() -> None:
    """Serve the file that is named, and say where."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")

    def page(_request: Request) -> HTMLResponse:  # in a thread, as every view of ours is
        return HTMLResponse(text)

    place = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{place.getsockname()[1]}/", flush=True)
    app = Starlette(routes=[Route("/{address:path}", page)])
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")).run(sockets=[place])


main()
