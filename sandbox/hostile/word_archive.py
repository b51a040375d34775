"""Word files whose archive is wrong, cut, locked or programmed, or would write elsewhere when unpacked."""

from collections.abc import Callable
from dataclasses import replace

from gevinst.codes import Code
from sandbox.hostile.case import Hostile
from sandbox.hostile.word_file import (
    BODY,
    PACKAGE_RELATIONS,
    TYPES,
    Member,
    archive,
    document,
    member,
    paragraph,
    parts,
    types,
    word,
)

_DAMAGED = Code.DOCUMENT_DAMAGED
_LOCKED = Code.DOCUMENT_LOCKED
_NOT_AS_NAMED = Code.DOCUMENT_NOT_AS_NAMED
_MACRO = Code.DOCUMENT_MACRO
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 1
_UNHEARD_OF = 99
_END_BYTES = 22
_PROGRAM = '<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.&#118;baProject"/>'
_MAIN = b"wordprocessingml.document.main+xml"
_MAIN_WITH_MACROS = b"vnd.ms-word.document.macroEnabled.main+xml"
_ESCAPES = {
    "above": "../../../evil.txt",
    "in-the-middle": "word/../../../evil.txt",
    "at-the-root": "/evil.txt",
    "on-windows": "..\\..\\evil.txt",
    "on-a-drive": "C:\\evil.txt",
}


def ole(marker: bytes = b"") -> bytes:
    """The container of old and of encrypted Office files."""
    return _OLE + bytes(600) + marker + bytes(600)


def with_body(change: Callable[[Member], Member]) -> bytes:
    """A letter whose text is told of, or packed, otherwise."""
    return archive(change(one) if one.name == BODY else one for one in parts())


def flipped(one: Member) -> Member:
    """The member with one bit of its packed bytes the other way."""
    packed = bytearray(one.packed)
    packed[len(packed) // 2] ^= 0x10
    return replace(one, packed=bytes(packed))


def escaping(name: str) -> Callable[[], bytes]:
    """Makes a letter beside a member that whoever unpacks it writes elsewhere."""
    return lambda: archive([*parts(), member(name, (b"written outside", 1))])


def told_twice() -> bytes:
    """Two parts of the same name: one program reads the one, another the other."""
    return archive([*parts(), member(BODY, (document(paragraph("I alt: 9.999,00")), 1))])


def without(name: str) -> bytes:
    """A letter with one part missing."""
    return archive(one for one in parts() if one.name != name)


def with_program(declared: bytes, name: str) -> Callable[[], bytes]:
    """Makes a letter with a program in it, called so, and this list of what each part is."""
    return lambda: word(more={TYPES: declared, name: b"program"})


WORD_ARCHIVE = (
    *(Hostile(f"escapes-{where}.docx", None, escaping(name)) for where, name in _ESCAPES.items()),
    Hostile("macro.docm", _MACRO, with_program(types().replace(_MAIN, _MAIN_WITH_MACROS), "word/vbaProject.bin")),
    Hostile("macro-called-word.docx", _MACRO, with_program(types(), "word/vbaProject.bin")),
    Hostile("macro-by-another-name.docx", _MACRO, with_program(types(_PROGRAM), "word/x.bin")),
    Hostile("macro-in-utf-16.docx", _MACRO, with_program(types(_PROGRAM).decode().encode("utf-16"), "word/x.bin")),
    Hostile("ole-encrypted.docx", _LOCKED, lambda: ole(_ENCRYPTED_PACKAGE)),
    Hostile("ole.docx", _NOT_AS_NAMED, ole),
    Hostile("zip-password.docx", _LOCKED, lambda: with_body(lambda one: replace(one, flags=_ENCRYPTED_FLAG))),
    Hostile("unheard-of-packing.docx", _DAMAGED, lambda: with_body(lambda one: replace(one, method=_UNHEARD_OF))),
    Hostile("wrong-checksum.docx", _DAMAGED, lambda: with_body(lambda one: replace(one, crc=1))),
    Hostile("bit-flip.docx", _DAMAGED, lambda: with_body(flipped)),
    Hostile("told-twice.docx", _DAMAGED, told_twice),
    Hostile("without-text.docx", _DAMAGED, lambda: without(BODY)),
    Hostile("without-relations.docx", _DAMAGED, lambda: without(PACKAGE_RELATIONS)),
    Hostile("without-types.docx", _NOT_AS_NAMED, lambda: without(TYPES)),
    Hostile("cut-in-half.docx", _DAMAGED, lambda: word()[: len(word()) // 2]),
    Hostile("without-its-list.docx", _DAMAGED, lambda: word()[:-_END_BYTES]),
    Hostile("zip-header-only.docx", _DAMAGED, lambda: b"PK\x03\x04"),
)
