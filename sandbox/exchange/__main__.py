"""`python -m sandbox.exchange serve|deliver`: run the stand-in for Exchange, or put mails into one of its inboxes."""

import argparse
import json
import sys
from pathlib import Path

from sandbox.exchange.model import Exchange
from sandbox.exchange.server import House, serve

READY = "ready.json"


def main() -> None:
    """Serve until the process is ended, or deliver."""
    parser = argparse.ArgumentParser(prog="python -m sandbox.exchange", description=__doc__)
    commands = parser.add_subparsers(required=True)
    serving = commands.add_parser("serve", help="answer as EWS and Graph on loopback")
    serving.add_argument("--folder", type=Path, required=True, help="its database, certificates and ready.json")
    serving.add_argument("--port", type=int, default=0)
    serving.add_argument("--mailbox", action="append", default=[], help="an address; made unless it is there")
    serving.set_defaults(command=_serve)
    delivering = commands.add_parser("deliver", help="put .eml files into an inbox")
    delivering.add_argument("--folder", type=Path, required=True)
    delivering.add_argument("address")
    delivering.add_argument("files", type=Path, nargs="+")
    delivering.set_defaults(command=_deliver)
    options = parser.parse_args()
    options.command(options)


def _serve(options: argparse.Namespace) -> None:
    house = House(options.folder.resolve())
    model = Exchange(house.database)
    for address in options.mailbox:
        model.add_mailbox(address)
    ready = house.folder / READY
    ready.unlink(missing_ok=True)

    def say(described: dict[str, str]) -> None:
        line = json.dumps(described)
        ready.with_suffix(".part").write_text(line, encoding="utf-8")
        ready.with_suffix(".part").replace(ready)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    serve(house, say, port=options.port)


def _deliver(options: argparse.Namespace) -> None:
    model = Exchange(House(options.folder.resolve()).database)
    for file in options.files:
        model.deliver(options.address, file.read_bytes())


if __name__ == "__main__":
    main()
