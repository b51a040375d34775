"""`python -m sandbox.production [--check]`: the shipped example of an installation, on loopback: docs/production.md."""

import argparse
import shutil
import signal
import socket
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sandbox.identity.colleagues import COLLEAGUES, PASSWORD
from sandbox.production.checking import check
from sandbox.production.house import House, Ports
from sandbox.production.services import running


def main() -> None:
    """Start, say where, and stay until Ctrl-C; or look once, say what was seen, and end with 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="look at it once and stop")
    parser.add_argument("--no-worker", action="store_true", help="without deployments and a worker")
    parser.add_argument("--folder", type=Path, default=Path("var/production"))
    parser.add_argument("--https-port", type=int, help="8443, or with --check any free port")
    options = parser.parse_args()
    if shutil.which("caddy") is None:
        sys.exit("caddy is missing: run `make setup`, or install the package `caddy`")
    for ending in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # also where a script started us with `&`, which shuts the second out
        signal.signal(ending, signal.default_int_handler)
    began = time.monotonic()
    with ExitStack() as stack:
        sockets = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gevinst-", dir="/tmp")))
        https = options.https_port or (_free_ports(1)[0] if options.check else 8443)
        house = House(options.folder.resolve(), sockets / "pg", Ports(https, *_free_ports(3)))
        house.make()
        sockets.chmod(0o711)
        _say("== Starting PostgreSQL, the invented directory, Prefect behind the door, and Caddy")
        try:
            stack.enter_context(running(house, worker=not options.no_worker))
            _say(f"== Ready after {time.monotonic() - began:.0f} s: {house.public_url}/")
            wrong = _look(house, worker=not options.no_worker) if options.check else _stay(house)
        except KeyboardInterrupt:
            wrong = 0
        for ending in (signal.SIGTERM, signal.SIGINT):  # a second one would leave half of it behind
            signal.signal(ending, signal.SIG_IGN)
        _say("== Stopping")
    sys.exit(1 if wrong else 0)


def _look(house: House, *, worker: bool) -> int:
    wrong = 0
    for is_right, seen in check(house, worker=worker):
        wrong += not is_right
        _say(f"{'ok' if is_right else 'NO'}  {seen}")
    _say(f"{wrong} things are not as they must be: see {house.log}" if wrong else "Everything is as it must be.")
    return wrong


def _stay(house: House) -> int:
    who = ", ".join(f"{each.initials} ({', '.join(each.groups)})" for each in COLLEAGUES)
    _say(f"Sign in as one of these, all with the password {PASSWORD}: {who}")
    _say(f"A browser doesn't know the authority of the certificate: {house.authority}")
    _say(f"What the processes say: {house.log}. Ctrl-C stops them all.")
    signal.pause()
    return 0


def _free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [probe.getsockname()[1] for probe in probes]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
