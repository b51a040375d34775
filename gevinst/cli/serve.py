"""`gevinst serve`: the live page on this machine, for the project office. Speaks Danish."""

import logging

from gevinst.cli.opening import opened
from gevinst.cli.output import say
from gevinst.web.serving import listen
from gevinst.web.serving import serve as serve_page

PORT = 8720


def serve(*, port: int = PORT, host: str = "127.0.0.1") -> None:
    """Show the figures in the browser, down to the single case, until Ctrl-C. Only this machine can open the page.

    Args:
        port: Where it is served; 0 takes any free port.
        host: 127.0.0.1 or localhost; another is refused until there is a sign-in.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("gevinst.web").setLevel(logging.INFO)
    with opened() as engine, listen(host, port) as place:
        serve_page(engine, place, lambda url: say(f"Siden er på {url} – stop den med Ctrl-C."))
