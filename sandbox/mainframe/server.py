"""SAGSYS on a socket of loopback: one thread and one conversation per terminal."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandbox.mainframe import state
from sandbox.mainframe.datastream import paint, read, unlock
from sandbox.mainframe.dialogue import Dialogue, Dropped
from sandbox.mainframe.screens import closed
from sandbox.mainframe.state import Fault
from sandbox.mainframe.telnet import Hangup, Telnet
from sandbox.people import PEOPLE, Person

_HANDSHAKE_SECONDS = 10


class _Terminal(socketserver.BaseRequestHandler):
    server: "Mainframe"
    request: socket.socket

    def handle(self) -> None:
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            connection = self._secured()
            with connection:
                self._talk(Telnet(connection), Dialogue(self.server.database))
        except (Hangup, Dropped, OSError):
            return  # the connection ends, and says nothing: what was on the screen belongs in no log

    def _secured(self) -> socket.socket:
        if self.server.context is None:
            return self.request
        self.request.settimeout(_HANDSHAKE_SECONDS)
        connection = self.server.context.wrap_socket(self.request, server_side=True)
        connection.settimeout(None)
        return connection

    def _talk(self, telnet: Telnet, dialogue: Dialogue) -> None:
        telnet.start()
        telnet.send(paint(dialogue.pieces))
        self.server.terminals.append(telnet)
        while True:
            pressed = read(telnet.receive(), dialogue.pieces)
            answer = dialogue.answer(pressed)
            if dialogue.strikes(Fault.EARLY_UNLOCK):
                telnet.send(unlock())
                telnet.send(paint(answer[:1], locked=True))
                telnet.settle()
            telnet.send(paint(answer, locked=dialogue.strikes(Fault.LOCK)))


class Mainframe(socketserver.ThreadingTCPServer):
    """The listening socket; port 0 means a free one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, database: Path, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", port), _Terminal)
        self.database = database
        self.context = context
        self.terminals: list[Telnet] = []


@dataclass(frozen=True)
class Running:
    """A SAGSYS that answers on `port` of loopback, and its database."""

    port: int
    database: Path
    _server: Mainframe

    def interrupt(self) -> None:
        """Paint an operator's message over the screen of the terminal that came last; a key would still do its work."""
        self._server.terminals[-1].send(paint(closed()))


@contextmanager
def running(
    database: Path, people: Iterable[Person] = PEOPLE, *, context: ssl.SSLContext | None = None
) -> Iterator[Running]:
    """SAGSYS on a thread of this process, for as long as the body runs."""
    state.create(database, people)
    with Mainframe(database, context=context) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True, name="sagsys")
        thread.start()
        try:
            yield Running(server.server_address[1], database, server)
        finally:
            server.shutdown()
            thread.join()
