"""What some bytes pack: archives, compressed streams, documents, mails, pickles, and text encoded once more."""

import base64
import binascii
import bz2
import gzip
import io
import lzma
import pickletools
import quopri
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from email import policy
from email.parser import BytesParser
from urllib.parse import unquote_to_bytes

_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/_-]{60,76}\r?\n)+[A-Za-z0-9+/_-]+={0,2}|[A-Za-z0-9+/_-]{24,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-f]{2}){20,}|(?:[0-9A-F]{2}){20,}")
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}")
_SQLITE = (b"SQLite format 3\0", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a database and its write-ahead log begin."""
_QUOTED = re.compile(rb"=(?:[0-9A-F]{2}|\r?\n)")


def unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Everything inside, each with a word that says how it was packed; what is broken holds nothing.

    A SQLite file is searched as it is, deleted rows included; what its values pack is for `search_sqlite` to see.
    """
    if content.startswith(_SQLITE):
        return
    for name, fits, unpack in _KINDS:
        if fits(content):
            try:
                yield from unpack(content)
            except Exception:  # noqa: BLE001 (a file may only look like one of these, or be cut off)
                yield f"{name} (unreadable)", b""


def _zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.namelist():
            yield "name in zip", member.encode()
            yield f"zip {member}", archive.read(member)


def _tar(content: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            file = archive.extractfile(member)
            yield "name in tar", member.name.encode()
            yield "tar", file.read() if file else b""


def _pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    yield "pdf metadata", " ".join(map(str, (reader.metadata or {}).values())).encode()
    yield "pdf form", " ".join(map(str, (reader.get_form_text_fields() or {}).values())).encode()
    yield "pdf text", "\n".join(page.extract_text() for page in reader.pages).encode()


def _mail(content: bytes) -> Iterator[tuple[str, bytes]]:
    message = BytesParser(policy=policy.default).parsebytes(content)
    for part in message.walk():
        yield "mail header", "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield "mail part", payload


def _pickle(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The texts and bytes in a pickle; nothing of it is ever loaded."""
    for _, argument, _ in pickletools.genops(content):
        if isinstance(argument, str | bytes):
            yield "pickle", argument.encode("utf-8", "replace") if isinstance(argument, str) else argument


def _base64(content: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _BASE64.finditer(content):
        plain = re.sub(rb"\s|=", b"", match[0]).translate(bytes.maketrans(b"-_", b"+/"))
        try:
            yield "base64", base64.b64decode(plain + b"=" * (-len(plain) % 4))
        except binascii.Error:
            continue


def _stream(name: str, decompress: Callable[[bytes], bytes]) -> Callable[[bytes], Iterator[tuple[str, bytes]]]:
    return lambda content: iter([(name, decompress(content))])


_KINDS: tuple[tuple[str, Callable[[bytes], object], Callable[[bytes], Iterator[tuple[str, bytes]]]], ...] = (
    ("zip", lambda c: c.startswith(b"PK\x03\x04"), _zip),
    ("tar", lambda c: c[257:262] == b"ustar", _tar),
    ("gzip", lambda c: c.startswith(b"\x1f\x8b"), _stream("gzip", gzip.decompress)),
    ("zlib", lambda c: c[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda"), _stream("zlib", zlib.decompress)),
    ("bz2", lambda c: c.startswith(b"BZh"), _stream("bz2", bz2.decompress)),
    ("xz", lambda c: c.startswith(b"\xfd7zXZ"), _stream("xz", lzma.decompress)),
    ("pdf", lambda c: c.startswith(b"%PDF"), _pdf),
    ("pickle", lambda c: c[:1] == b"\x80" and c.rstrip().endswith(b"."), _pickle),
    ("mail", _MAIL.match, _mail),
    ("base64", _BASE64.search, _base64),
    ("hex", _HEX.search, lambda c: (("hex", bytes.fromhex(m[0].decode())) for m in _HEX.finditer(c))),
    ("quoted-printable", _QUOTED.search, _stream("quoted-printable", quopri.decodestring)),
    ("url", lambda c: b"%" in c, _stream("url", unquote_to_bytes)),
)
