"""Screens of a test's own, through the real data stream and the real emulator."""

import socket

from connectors.terminal.emulator import Emulator
from connectors.terminal.picture import Picture, take_picture
from connectors.terminal.wire import Wire
from sandbox.mainframe.datastream import Piece, Text, paint

_DO_END_OF_RECORD = b"\xff\xfd\x19"
_END_OF_RECORD = b"\xff\xef"


def painted(*pieces: Piece) -> Picture:
    """The picture of a screen of these pieces."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        emulator = Emulator(Wire("opdigtet", ours, 1), "cp277")
        emulator.feed(_DO_END_OF_RECORD + paint(pieces) + _END_OF_RECORD)
        return take_picture(emulator)


def written(*rows: str) -> Picture:
    """The picture of a screen with these rows, each one text."""
    return painted(*(Text(number, 2, row) for number, row in enumerate(rows, 1)))
