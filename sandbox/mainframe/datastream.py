"""The 3270 data stream, as much as SAGSYS needs: screens out, keys and changed fields in.

Facts from GA23-0059, *3270 Information Display System: Data Stream Programmer's Reference*: commands, write control
character, orders, attention identifiers, and how six bits of an address or attribute are sent as a graphic.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import ebcdic  # noqa: F401 (importing it registers the codec)

CODE_PAGE = "cp277"
ROWS, COLUMNS = 24, 80

ERASE_WRITE, WRITE = 0xF5, 0xF1
_RESTORE_AND_RESET, _STAY_LOCKED = 0xC3, 0xC1  # write control characters: keyboard restore, reset of modified data tags
_SBA, _SF, _IC = b"\x11", b"\x1d", b"\x13"
_PROTECTED, _SKIPPED, _HIDDEN, _BRIGHT = 0x20, 0x30, 0x0C, 0x08
_SHORT_READ = frozenset({"CLEAR", "PA1", "PA2", "PA3"})

# Six bits as the graphic that carries them; addresses and attributes are sent like that.
_SIX_BITS = bytes.fromhex(
    "40c1c2c3c4c5c6c7c8c94a4b4c4d4e4f50d1d2d3d4d5d6d7d8d95a5b5c5d5e5f"
    "6061e2e3e4e5e6e7e8e96a6b6c6d6e6ff0f1f2f3f4f5f6f7f8f97a7b7c7d7e7f"
)
_AIDS = {0x7D: "ENTER", 0x6D: "CLEAR", 0x6C: "PA1", 0x6E: "PA2", 0x6B: "PA3"}
_AIDS |= {aid: f"PF{number}" for number, aid in enumerate(bytes.fromhex("f1f2f3f4f5f6f7f8f97a7b7c"), 1)}
_AIDS |= {aid: f"PF{number}" for number, aid in enumerate(bytes.fromhex("c1c2c3c4c5c6c7c8c94a4b4c"), 13)}


@dataclass(frozen=True)
class Text:
    """Text to read; its attribute takes the column before it. Rows and columns count from 1."""

    row: int
    column: int
    text: str
    bright: bool = False


@dataclass(frozen=True)
class Input:
    """A field to type in, under a name for the program; an attribute stands on either side of it."""

    row: int
    column: int
    name: str
    length: int
    text: str = ""
    hidden: bool = False


Piece = Text | Input


@dataclass(frozen=True)
class Pressed:
    """What a terminal sent: the key, and what was typed in the fields that were changed."""

    key: str
    values: dict[str, str]


def unlock() -> bytes:
    """A write that changes nothing and gives the keyboard free."""
    return bytes([WRITE, _RESTORE_AND_RESET])


def paint(pieces: Iterable[Piece], *, locked: bool = False) -> bytes:
    """A whole new screen. `locked` leaves the keyboard locked, as a host does that never finishes."""
    stream = bytes([ERASE_WRITE, _STAY_LOCKED if locked else _RESTORE_AND_RESET])
    has_cursor = False
    for piece in pieces:
        at = _address(piece.row, piece.column)
        stream += _SBA + _packed(at - 1)
        if isinstance(piece, Text):
            stream += _SF + _attribute(_SKIPPED | (_BRIGHT if piece.bright else 0)) + piece.text.encode(CODE_PAGE)
            continue
        stream += _SF + _attribute(_HIDDEN if piece.hidden else 0) + (b"" if has_cursor else _IC)
        stream += piece.text.encode(CODE_PAGE) + _SBA + _packed(at + piece.length) + _SF + _attribute(_PROTECTED)
        has_cursor = True
    return stream


def read(record: bytes, pieces: Iterable[Piece]) -> Pressed:
    """What came in answer to the screen of these pieces."""
    key = _AIDS.get(record[0], "?")
    if key in _SHORT_READ or len(record) < 3:
        return Pressed(key, {})
    names = {_address(piece.row, piece.column): piece.name for piece in pieces if isinstance(piece, Input)}
    values = {}
    for changed in record[3:].split(_SBA)[1:]:  # 0x11 is no graphic, and all addresses are sent as graphics
        at = (changed[0] & 0x3F) << 6 | changed[1] & 0x3F
        values[names.get(at, "?")] = changed[2:].decode(CODE_PAGE).strip()
    return Pressed(key, values)


def _address(row: int, column: int) -> int:
    return (row - 1) * COLUMNS + column - 1


def _packed(address: int) -> bytes:
    return bytes([_SIX_BITS[address >> 6], _SIX_BITS[address & 0x3F]])


def _attribute(bits: int) -> bytes:
    return bytes([_SIX_BITS[bits]])
