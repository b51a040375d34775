"""Telnet as 3270 needs it: the options of RFC 1576, and records that end with IAC EOR (RFC 885)."""

import socket
from collections.abc import Iterator

_IAC, _DONT, _DO, _WONT, _WILL, _SB, _EOR, _SE = 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0xFA, 0xEF, 0xF0
_BINARY, _TERMINAL_TYPE, _END_OF_RECORD = 0, 24, 25
_SEND = 1
_TIMING_MARK = 6
_OURS = (_END_OF_RECORD, _BINARY)


class Hangup(Exception):
    """The terminal is gone, or never was one."""


class Telnet:
    """One connection. `start` agrees on the options; then whole records come and go."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._bytes = self._incoming()
        self.terminal_type = ""

    def start(self) -> None:
        """Ask for the terminal's type, then for binary records both ways. It waits for each answer, as hosts do."""
        self._say(_DO, _TERMINAL_TYPE)
        self._expect({_WILL}, _TERMINAL_TYPE)
        self._socket.sendall(bytes([_IAC, _SB, _TERMINAL_TYPE, _SEND, _IAC, _SE]))
        self.terminal_type = self._subnegotiation()[2:].decode("ascii", "replace")
        for option in _OURS:
            self._say(_DO, option)
            self._say(_WILL, option)
            self._expect({_WILL}, option)
            self._expect({_DO}, option)

    def settle(self) -> None:
        """Wait until the terminal has worked off what was sent: it answers a timing mark (RFC 860) only then."""
        self._say(_DO, _TIMING_MARK)
        self._expect({_WILL, _WONT}, _TIMING_MARK)

    def send(self, record: bytes) -> None:
        """Send one record."""
        self._socket.sendall(record.replace(b"\xff", b"\xff\xff") + bytes([_IAC, _EOR]))

    def receive(self) -> bytes:
        """The next record; options that are talked of in between are refused or known already."""
        record = bytearray()
        for byte in self._bytes:
            if byte != _IAC:
                record.append(byte)
                continue
            match command := next(self._bytes):
                case 0xFF:
                    record.append(command)
                case 0xEF:  # EOR
                    return bytes(record)
                case 0xFB | 0xFC | 0xFD | 0xFE:
                    next(self._bytes)
                case _:
                    pass  # a command without an option: nothing to do
        raise Hangup

    def _say(self, command: int, option: int) -> None:
        self._socket.sendall(bytes([_IAC, command, option]))

    def _expect(self, answers: set[int], option: int) -> None:
        """Read commands until an answer comes; the other side's own proposals need none here."""
        while True:
            if next(self._bytes) != _IAC:
                raise Hangup
            said, about = next(self._bytes), next(self._bytes)
            if about == option and said in answers:
                return
            if about == option and said in (_WONT, _DONT):
                raise Hangup

    def _subnegotiation(self) -> bytes:
        data = bytearray()
        while not data.endswith(bytes([_IAC, _SE])):
            data.append(next(self._bytes))
        return bytes(data[2:-2])

    def _incoming(self) -> Iterator[int]:
        while chunk := self._socket.recv(4096):
            yield from chunk
        raise Hangup
