"""Who sent a mail, told from its first bytes: one over a limit is left where it is without being fetched whole."""

from email.parser import BytesHeaderParser
from email.policy import compat32
from typing import BinaryIO

from connectors.mail import headers

_HEAD_BYTES = 64 << 10


class Peeked:
    """A stream whose first bytes were looked at, and are read all the same.

    Attributes:
        sender: The one address in From, in small letters; empty where there is none, or several.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head = b""
        while len(self._head) < _HEAD_BYTES and (piece := stream.read(_HEAD_BYTES - len(self._head))):
            self._head += piece  # a network gives what it has
        self.sender = headers.sender(BytesHeaderParser(policy=compat32).parsebytes(self._head)).casefold()

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        if self._head:
            piece, self._head = self._head[:size], self._head[size:]
            return piece
        return self._stream.read(size)
