"""Outlook's `.msg` written by hand (MS-CFB, MS-OXMSG), since nothing free writes one: what a colleague drags out of Outlook."""

import struct
from collections.abc import Iterator, Sequence
from itertools import pairwise

Tree = dict[str, "bytes | Tree"]

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_TEXT, _BYTES, _NUMBER, _OBJECT = 0x001F, 0x0102, 0x0003, 0x000D
_BY_VALUE, _MAIL = 1, 5


def msg(
    subject: str = "Regning",
    body: str | None = "Hermed fremsendes regning.",
    files: Sequence[tuple[str, bytes]] = (),
    *,
    headers: str = "From: Klinikken <kontakt@klinik.example>\r\nMessage-ID: <msg@klinik.example>\r\n",
    rich_text: bytes = b"",
    holds_mail: bool = False,
) -> bytes:
    """One mail; `rich_text` is a body that isn't unpacked, `holds_mail` a mail dragged into it."""
    properties: dict[tuple[int, int], bytes] = {
        (0x001A, _TEXT): "IPM.Note".encode("utf-16-le"),
        (0x0037, _TEXT): subject.encode("utf-16-le"),
        (0x007D, _TEXT): headers.encode("utf-16-le"),
    }
    if body is not None:
        properties[0x1000, _TEXT] = body.encode("utf-16-le")
    if rich_text:
        properties[0x1009, _BYTES] = rich_text
    tree = _storage(properties, {}, head=struct.pack("<8x4I8x", 0, len(files), 0, len(files)))
    for number, (name, content) in enumerate(files):
        attached = {(0x3707, _TEXT): name.encode("utf-16-le"), (0x3701, _BYTES): content}
        tree[f"__attach_version1.0_#{number:08X}"] = _storage(attached, {0x3705: _BY_VALUE}, head=bytes(8))
    if holds_mail:
        inner = _storage({(0x3001, _TEXT): "Klage".encode("utf-16-le")}, {0x3705: _MAIL}, head=bytes(8))
        tree[f"__attach_version1.0_#{len(files):08X}"] = inner
    return compound(tree)


def _storage(properties: dict[tuple[int, int], bytes], numbers: dict[int, int], *, head: bytes) -> Tree:
    lines = [struct.pack("<HHIII", kind, tag, 6, len(value), 0) for (tag, kind), value in properties.items()]
    lines += [struct.pack("<HHIII", _NUMBER, tag, 6, value, 0) for tag, value in numbers.items()]
    streams: Tree = {f"__substg1.0_{tag:04X}{kind:04X}": value for (tag, kind), value in properties.items()}
    return {"__properties_version1.0": head + b"".join(lines), **streams}


def compound(tree: Tree) -> bytes:
    """A compound file of version 3 with these storages and streams."""
    writer = _Writer()
    writer.add("Root Entry", 5, tree)
    return writer.written()


class _Writer:
    def __init__(self) -> None:
        self._entries: list[list[object]] = []
        self._sectors: list[bytes] = []
        self._fat: list[int] = []
        self._mini = b""
        self._mini_fat: list[int] = []

    def add(self, name: str, kind: int, content: "bytes | Tree") -> int:
        """An entry of the directory, with all below it; returns its number."""
        number = len(self._entries)
        self._entries.append([name, kind, _NONE, _NONE, 0, 0])
        if isinstance(content, bytes):
            self._entries[number][4:] = [self._stream(content), len(content)]
            return number
        below = [self.add(each, 2 if isinstance(inner, bytes) else 1, inner) for each, inner in content.items()]
        for left, right in pairwise(below):
            self._entries[left][2] = right
        self._entries[number][3] = below[0] if below else _NONE
        return number

    def _stream(self, content: bytes) -> int:
        if len(content) >= _CUTOFF:
            return self._chain(content)
        if not content:
            return _END
        first, count = len(self._mini_fat), -(-len(content) // _MINI)
        self._mini += content.ljust(count * _MINI, b"\0")
        self._mini_fat += [*range(first + 1, first + count), _END]
        return first

    def _chain(self, content: bytes) -> int:
        first = len(self._sectors)
        pieces = list(_pieces(content))
        self._sectors += pieces
        self._fat += [*range(first + 1, first + len(pieces)), _END]
        return first

    def written(self) -> bytes:
        """The whole file."""
        self._entries[0][4:] = [self._chain(self._mini) if self._mini else _END, len(self._mini)]
        mini_fat = self._chain(_numbers(self._mini_fat)) if self._mini_fat else _END
        directory = self._chain(b"".join(map(_entry, self._entries)))
        needed = 1
        while (len(self._fat) + needed) * 4 > needed * _SECTOR:
            needed += 1
        fat = _numbers([*self._fat, *[_FAT] * needed]).ljust(needed * _SECTOR, b"\xff")
        places = [len(self._sectors) + each for each in range(needed)]
        mini_count = -(-len(self._mini_fat) * 4 // _SECTOR)
        head = struct.pack("<8s16xHHHHH6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
        head += struct.pack("<IIIIIIIIII", 0, needed, directory, 0, _CUTOFF, mini_fat, mini_count, _END, 0, places[0])
        head += _numbers([*places[1:], *[_FREE] * (109 - needed)])
        return head + b"".join(self._sectors) + fat


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), _SECTOR):
        yield content[start : start + _SECTOR].ljust(_SECTOR, b"\0")


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _entry(entry: list[object]) -> bytes:
    name, kind, right, child, start, size = entry
    text = str(name).encode("utf-16-le") + b"\0\0"
    place = struct.pack("<HBBIII36xIQ", len(text), kind, 1, _NONE, right, child, start, size)
    return text.ljust(64, b"\0") + place
