"""Archives written byte by byte, and the letter in Word that most of them hold: what no library agrees to write."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sandbox.hostile.case import TEXT
from sandbox.hostile.deflate import Run, checksum, deflated

BODY = "word/document.xml"
TYPES = "[Content_Types].xml"
RELATIONS = "word/_rels/document.xml.rels"
PACKAGE_RELATIONS = "_rels/.rels"
STYLES = "word/styles.xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_HEADER = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_DEFLATE = 8
_VERSION = 20
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True)
class Member:
    """One member as the archive tells of it, true or not."""

    name: str
    packed: bytes
    size: int
    crc: int
    method: int = _DEFLATE
    flags: int = 0

    @property
    def head(self) -> bytes:
        """What stands before the packed bytes."""
        name = self.name.encode()
        about = (_VERSION, self.flags, self.method, 0, 0, self.crc, len(self.packed), self.size, len(name), 0)
        return _HEADER.pack(b"PK\x03\x04", *about) + name

    def entry(self, place: int) -> bytes:
        """What stands in the archive's list."""
        name = self.name.encode()
        about = (_VERSION, _VERSION, self.flags, self.method, 0, 0, self.crc, len(self.packed), self.size, len(name))
        return _ENTRY.pack(b"PK\x01\x02", *about, 0, 0, 0, 0, 0, place) + name


def member(name: str, *runs: Run, size: int | None = None) -> Member:
    """A member of these runs of bytes; `size` is what it says of itself instead of the truth."""
    real = sum(len(block) * times for block, times in runs)
    return Member(name, deflated(*runs), real if size is None else size, checksum(zlib.crc32, *runs))


def archive(members: Iterable[Member]) -> bytes:
    """The members one after another, then their list."""
    body, entries = b"", []
    for one in members:
        entries.append(one.entry(len(body)))
        body += one.head + one.packed
    return listed(body, entries)


def listed(body: bytes, entries: list[bytes]) -> bytes:
    """An archive with this list; a count beyond 16 bits is cut, as everybody's reader expects."""
    packed = b"".join(entries)
    count = len(entries) & 0xFFFF
    return body + packed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(packed), len(body), 0)


def word(body: str | bytes = "", *, more: Mapping[str, bytes] | None = None, relations: str = "") -> bytes:
    """A Word file with the letter's line, this XML after it, other parts and other relations."""
    return archive(parts(body, more=more, relations=relations))


def parts(body: str | bytes = "", *, more: Mapping[str, bytes] | None = None, relations: str = "") -> list[Member]:
    """The members of that file, by a part of their own each."""
    held = {
        TYPES: types(),
        PACKAGE_RELATIONS: related(relation("officeDocument", BODY)),
        RELATIONS: related(relation("styles", "styles.xml") + relations),
        STYLES: f'<w:styles xmlns:w="{W}"/>'.encode(),
        BODY: document(body),
    } | dict(more or {})
    return [member(name, (content, 1)) for name, content in held.items()]


def swapped(members: Iterable[Member], *others: Member) -> list[Member]:
    """The members, some of them replaced by others of the same name."""
    new = {one.name: one for one in others}
    return [new.pop(one.name, one) for one in members] + list(new.values())


def paragraph(text: str = TEXT) -> str:
    """One line."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(body: str | bytes = "", *, before: str = "") -> bytes:
    """The part that holds the text; `before` stands before its root."""
    inner = body if isinstance(body, bytes) else body.encode()
    begins = f'{before}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{paragraph()}'
    return begins.encode() + inner + b"</w:body></w:document>"


def types(more: str = "") -> bytes:
    """The list of what each part is."""
    known = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("styles", "styles"), ("settings", "settings"))
    )
    plain = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in (
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("html", "text/html"),
            ("docx", f"{_TYPE}.document"),
            ("bin", "application/vnd.openxmlformats-officedocument.oleObject"),
        )
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{plain}{known}{more}</Types>'.encode()


def related(relations: str) -> bytes:
    """A part's relations."""
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'.encode()


def relation(kind: str, target: str, *, name: str = "", external: bool = False) -> str:
    """One relation, to a part or to something outside."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{name or kind}" Type="{R}/{kind}" Target="{target}"{mode}/>'
