"""Where the demo's post arrives: a folder of this machine, or a stand-in for Exchange that speaks EWS or Graph."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import yaml

from sandbox.demo.services import House
from sandbox.exchange import starting
from sandbox.exchange.model import Exchange

MAILBOX = "helbredstillaeg"
ADDRESS = "helbredstillaeg@proeveby.example"
SECRET = "mail-helbredstillaeg"


class MailBy(StrEnum):
    """Which backend the robot reaches its mailbox by."""

    LOCAL = "local"
    EWS = "ews"
    GRAPH = "graph"


@contextmanager
def post_office(house: House, backend: MailBy) -> Iterator[dict[str, str]]:
    """The mailbox's server, until the body ends; gives the settings that lead to it."""
    if backend is MailBy.LOCAL:
        yield {}
        return
    with starting.started(house.folder / "exchange", [ADDRESS]) as server:
        profile = _ews(server) if backend is MailBy.EWS else _graph(server)
        file = house.folder / "mailboxes.yaml"
        file.write_text(yaml.safe_dump({"mailboxes": {MAILBOX: profile}}), encoding="utf-8")
        secret = server.password if backend is MailBy.EWS else server.client_secret
        yield {"GEVINST_MAILBOXES_FILE": str(file), f"GEVINST_SECRET_{SECRET.upper().replace('-', '_')}": secret}


def put_down(house: House, backend: MailBy, mails: list[Path]) -> None:
    """The post arrives."""
    if backend is MailBy.LOCAL:
        house.drop.mkdir(parents=True, exist_ok=True)
        for mail in mails:
            shutil.copy(mail, house.drop / mail.name)
        return
    exchange = Exchange(house.folder / "exchange" / "exchange.sqlite")
    for mail in mails:
        exchange.deliver(ADDRESS, mail.read_bytes())


def _ews(server: starting.Running) -> dict[str, str]:
    return {
        "backend": "ews",
        "address": ADDRESS,
        "endpoint": server.ews,
        "auth": "ntlm",
        "user": server.user,
        "secret": SECRET,
        "ca_file": server.ca_file,
    }


def _graph(server: starting.Running) -> dict[str, str]:
    return {
        "backend": "graph",
        "address": ADDRESS,
        "authority": server.authority,
        "base_url": server.graph,
        "client_id": server.client_id,
        "secret": SECRET,
        "ca_file": server.ca_file,
    }
