"""Outlook's `.msg` by the numbers of its MAPI properties, whatever they are; `outlook_files` writes the usual ones."""

import struct
from datetime import UTC, datetime

from tests.connectors.mail.outlook_files import Tree, compound


def properties(header: bytes, values: dict[int, str | bytes | int | datetime]) -> Tree:
    """A storage of MAPI properties, by their numbers."""
    storage: Tree = {}
    rows = b""
    for number, value in values.items():
        match value:
            case str():
                kind, content = 0x001F, value.encode("utf-16-le")
                row = struct.pack("<HHIII", kind, number, 6, len(content) + 2, 0)
                storage[f"__substg1.0_{number:04X}{kind:04X}"] = content
            case bytes():
                kind = 0x0102
                row = struct.pack("<HHIII", kind, number, 6, len(value), 0)
                storage[f"__substg1.0_{number:04X}{kind:04X}"] = value
            case int():
                row = struct.pack("<HHIII", 0x0003, number, 6, value, 0)
            case datetime():
                ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
                row = struct.pack("<HHIQ", 0x0040, number, 6, ticks)
        rows += row
    storage["__properties_version1.0"] = header + rows
    return storage


def outlook_file(
    values: dict[int, str | bytes | int | datetime], attachments: list[dict[int, str | bytes | int | datetime]]
) -> bytes:
    """A mail with its attachments, by the numbers of their properties."""
    count = len(attachments)
    root = properties(struct.pack("<8x4I8x", 0, count, 0, count), values)
    for number, each in enumerate(attachments):
        root[f"__attach_version1.0_#{number:08X}"] = properties(bytes(8), each)
    return compound(root)
