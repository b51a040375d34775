"""A mailbox of 10,000 mails: the newest 200 listed, fetched, marked and moved by the port, beside the bare libraries.

Budget (issue 5): at most 1.2 times the same calls in bare exchangelib and bare httpx, against the same stand-in in the same
run, whose own time is in both. What intake adds is printed apart (`benchmarks.intake`), and so is what a listing of the whole
mailbox takes of memory.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bare_mail import CATEGORY, Handle, bare_exchangelib, bare_httpx
from benchmarks.databases import fresh
from benchmarks.intake import apart
from benchmarks.results import Lines, Measured, at_most, ratio
from benchmarks.timing import interleaved, percentile, seconds
from connectors.mail.acts import file_away
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox
from gevinst.settings import ROOT
from sandbox.exchange.model import Exchange
from sandbox.exchange.starting import Running, started

ADDRESS = "bench@proeveby.example"
TIMES = 1.2
MEGABYTES = 64.0
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
_BODY = "Vedlagt er et prisoverslag.\r\n" * 60
_BARE = {"ews": bare_exchangelib, "graph": bare_httpx}


def run(*, quick: bool) -> Lines:
    """Memory while the mailbox is full, each protocol, then what intake adds."""
    mails, newest, rounds = (300, 50, 1) if quick else (10_000, 200, 7)
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(started(folder / "exchange", [ADDRESS]))
        database = stack.enter_context(fresh("sqlite"))
        stack.enter_context(_set_up(folder, server))
        _fill(server.exchange, mails)
        yield _listing()
        for protocol, bare in _BARE.items():
            with open_mailbox(protocol) as box:
                box.ensure_folder(Folder.WORKING)
                contenders = {
                    "ours": _by(partial(_handle, box), server, newest),
                    "bare": _by(bare(server, ADDRESS), server, newest),
                }
                found = {who: percentile(each, 50) for who, each in interleaved(contenders, rounds).items()}
            yield Measured(f"{protocol}: the newest {newest} listed, fetched, marked, moved", f"{found['ours']:.2f} s")
            yield ratio(f"{protocol}: the port to the bare library", found["ours"], found["bare"], TIMES)
        with open_mailbox("graph") as box:
            yield from apart(box, database, newest)


def _fill(exchange: Exchange, count: int) -> None:
    for number in range(count):
        head = f"From: afsender{number}@example.org\r\nTo: {ADDRESS}\r\nMessage-ID: <{number}@example.org>"
        mime = f"{head}\r\nSubject: Bilag\r\n\r\n{_BODY}".encode()
        exchange.deliver(ADDRESS, mime, received_at=_BEGAN + timedelta(minutes=number))


def _by(handle: Handle, server: Running, count: int) -> Callable[[], float]:
    """Handle the newest that are left; looking which they are isn't timed."""

    def measure() -> float:
        since = sorted(item.received_at for item in server.exchange.items(ADDRESS, "inbox"))[-count]
        handled: list[int] = []
        spent = seconds(lambda: handled.append(handle(since)))
        assert handled == [count]
        return spent

    return measure


def _handle(box: Mailbox, since: datetime) -> int:
    found = box.mails(Folder.INBOX, since=since)
    for each in found:
        with box.mime(each.id) as stream:
            assert stream.read()
        file_away(box, each.id, Folder.WORKING, categories=(CATEGORY,))
    return len(found)


def _listing() -> Measured:
    """In a fresh process: this one has had more memory than any listing takes."""
    if sys.platform != "linux":
        return Measured("memory for a listing: only Linux tells it", "not measured")
    command = [sys.executable, "-m", "benchmarks.listing", "graph"]
    told = json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)
    return at_most(f"memory for a listing of {told['mails']} mails", told["grown"], MEGABYTES, unit="MB")


@contextmanager
def _set_up(folder: Path, server: Running) -> Iterator[None]:
    """One mailbox by two ways in."""
    ews = f"{{backend: ews, address: {ADDRESS}, endpoint: '{server.ews}', auth: basic, user: '{server.user}', secret: bench-ews, "
    graph = (
        f"{{backend: graph, address: {ADDRESS}, authority: '{server.authority}', base_url: '{server.graph}', "
        f"client_id: {server.client_id}, secret: bench-graph, "
    )
    file = folder / "mailboxes.yaml"
    trusted = f"ca_file: '{server.ca_file}'}}"
    file.write_text(f"mailboxes:\n  ews: {ews}{trusted}\n  graph: {graph}{trusted}\n", encoding="utf-8")
    wanted = {
        "GEVINST_MAILBOXES_FILE": str(file),
        "GEVINST_SECRET_BENCH_EWS": server.password,
        "GEVINST_SECRET_BENCH_GRAPH": server.client_secret,
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
