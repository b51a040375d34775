"""`gevinst serve`: the figures on this machine, or, where people sign in, the one door to everything. Speaks Danish."""

import logging

from gevinst.cli.opening import opened
from gevinst.cli.output import say
from gevinst.production import Part, must_be_ready
from gevinst.web.serving import listen
from gevinst.web.serving import serve as serve_page

PORT = 8720


def serve(*, port: int = PORT, host: str = "127.0.0.1", prefect: bool = False) -> None:
    """Show our pages in the browser until Ctrl-C: without sign-in the figures, on this machine alone.

    Args:
        port: Where they are served; 0 takes any free port.
        host: The address it listens on; without sign-in 127.0.0.1 or localhost.
        prefect: Prefect's server as well, behind the same door; started by `python -m deployments.door`.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("gevinst.web").setLevel(logging.INFO)
    must_be_ready(Part.SERVER)
    with opened() as engine, listen(host, port) as place:
        mounts = ("prefect",) if prefect else ()
        serve_page(engine, place, lambda url: say(f"Siden er på {url} – stop den med Ctrl-C."), mounts=mounts)
