"""Gigabytes that fit in a mail, made in no time: deflated blocks that stand on their own, repeated."""

import zlib
from collections.abc import Callable

Run = tuple[bytes, int]
"""A block, and how often."""

_MEGABYTE = 1 << 20
_END = b"\x03\x00"
"""An empty last block."""


def megabytes(count: int, byte: bytes = b"0") -> Run:
    """So much of one byte."""
    return byte * _MEGABYTE, count


def deflated(*runs: Run) -> bytes:
    """The raw deflate stream of all runs in a row; no block is deflated more than once."""
    return b"".join(_standing_alone(block) * times for block, times in runs) + _END


def zlibbed(*runs: Run) -> bytes:
    """The same as PDF packs it, with a header and a true checksum."""
    return b"\x78\xda" + deflated(*runs) + checksum(zlib.adler32, *runs).to_bytes(4, "big")


def checksum(function: Callable[[bytes, int], int], *runs: Run) -> int:
    """A running checksum of zlib over all runs, without building them."""
    value = function(b"", 0) if function is zlib.crc32 else 1
    for block, times in runs:
        for _ in range(times):
            value = function(block, value)
    return value


def _standing_alone(block: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
