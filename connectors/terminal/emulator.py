"""tnz as what it does best: the 3270 data stream and the screen it paints. The connection and the waiting are ours.

Left to itself tnz writes a log file into the working directory, with the record it couldn't read; takes its size from
the console it happens to run in; and would start TLS half-way, unverified, when a host asks for it.
"""

import logging
import os
import threading

from tnz import cp310 as _line_drawing  # noqa: F401 (importing it registers the codec that is named below)
from tnz.tnz import Tnz

from connectors.terminal.keys import Key
from connectors.terminal.wire import Wire

ROWS, COLUMNS = 24, 80
_TERMINAL = "IBM-3278-2-E"
_LINE_DRAWING = 0xF1
_DO_START_TLS = b"\xff\xfd\x2e"


class Emulator(Tnz):  # type: ignore[misc]
    """One terminal of 24 rows and 80 columns on one connection."""

    def __init__(self, wire: Wire, code_page: str) -> None:
        os.environ["TNZ_LOGGING"] = ""
        logging.getLogger("tnz").disabled = True
        super().__init__()
        self.terminal_type = _TERMINAL
        self.amaxrow, self.amaxcol, self.capable_color = ROWS, COLUMNS, False
        for codec_and_set in ((code_page, 0), ("cp310", _LINE_DRAWING)):
            self.encoding = codec_and_set
        self._event = threading.Event()
        self._transport = wire

    @property
    def is_locked(self) -> bool:
        """Whether the keyboard is: from the key that was sent until the host gives it free."""
        return bool(self.pwait or self.system_lock_wait)

    def feed(self, data: bytes) -> None:
        """Take what came from the host."""
        self._data_received(data)

    def type_at(self, address: int, text: str) -> None:
        """Put a text at the beginning of an unprotected field, in place of what was there."""
        self.set_cursor_address(address)
        self.key_eraseeof()
        if text:
            self.key_data(text)

    def send_key(self, key: Key) -> None:
        """Send the screen by one key."""
        getattr(self, key.value)()

    def _process(self, data: bytes) -> None:
        if data == _DO_START_TLS:
            self.send_wont(data[2])
            return
        super()._process(data)
