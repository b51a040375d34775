"""The connection, as the emulator's transport. Every wait on it has an end.

The emulator brings an event loop of its own. That one can't run on a thread where a browser is open, verifies no host
name unless a variable says so and takes no authority's file; here is a plain socket instead.
"""

import socket
import ssl
from contextlib import suppress
from typing import Self

from connectors.terminal.line import Line
from gevinst.errors import ConfigurationError, GevinstError, SystemDown

_CHUNK = 65536


class Wire:
    """One open connection. What the operating system says of it is `SystemDown`."""

    def __init__(self, system: str, connection: socket.socket, seconds: float) -> None:
        self._system = system
        self._socket = connection
        self._seconds = seconds
        self.is_open = True

    @classmethod
    def dial(cls, line: Line, seconds: float) -> Self:
        """Connect, within so many seconds; with TLS the host must prove that it is the one.

        Raises:
            SystemDown: When nobody answers.
            ConfigurationError: When the host doesn't prove it, or speaks no TLS.
        """
        try:
            connection = socket.create_connection((line.host, line.port), timeout=seconds)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            raise SystemDown(line.system, f"{line.system} does not answer ({type(error).__name__})") from None
        return cls(line.system, _secured(connection, line) if line.tls else connection, seconds)

    def write(self, data: bytes) -> None:
        """Send all of it."""
        try:
            self._socket.settimeout(self._seconds)
            self._socket.sendall(data)
        except OSError as error:
            raise self._gone(error) from None

    def receive(self, seconds: float) -> bytes:
        """What came, waiting so long for it; nothing in time is empty, and 0 seconds asks without waiting."""
        try:
            self._socket.settimeout(seconds)
            data = self._socket.recv(_CHUNK)
        except (TimeoutError, BlockingIOError, ssl.SSLWantReadError):
            return b""
        except OSError as error:
            raise self._gone(error) from None
        if not data:
            raise self._gone(ConnectionAbortedError())
        return data

    def is_closing(self) -> bool:
        """Whether it was closed; the emulator asks before it sends."""
        return not self.is_open

    def abort(self) -> None:
        """Close it; again is no error."""
        self.is_open = False
        with suppress(OSError):
            self._socket.close()

    def _gone(self, error: OSError) -> SystemDown:
        self.abort()
        return SystemDown(self._system, f"{self._system} ended the connection ({type(error).__name__})")


def _secured(connection: socket.socket, line: Line) -> socket.socket:
    try:
        context = ssl.create_default_context(cafile=line.ca_file)
    except OSError:
        connection.close()
        raise ConfigurationError(f"{line.system}: the ca_file {line.ca_file} can't be read as certificates") from None
    try:
        return context.wrap_socket(connection, server_hostname=line.host)
    except OSError as error:
        connection.close()
        raise _refused(line, error) from None


def _refused(line: Line, error: OSError) -> GevinstError:
    """A host that waits or hangs up may be at fault itself; one that answers otherwise is a setting to mend."""
    if isinstance(error, ssl.SSLCertVerificationError):
        remedy = "set ca_file to the authority it is from, and host to the name it is made for"
        return ConfigurationError(f"{line.system}: the host's certificate is not trusted: {remedy}")
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return ConfigurationError(f"{line.system}: port {line.port} speaks no TLS ({error.reason}): set the TLS port")
    detail = f"{line.system} does not answer by TLS ({type(error).__name__}); is {line.port} its TLS port?"
    return SystemDown(line.system, detail)
