"""PDFs that are cut, locked, mislabelled or never ended, beside those that only look so and must be read."""

import io

from pypdf import PdfReader, PdfWriter

from gevinst.codes import Code
from sandbox.hostile.case import Hostile
from sandbox.hostile.pdf_file import CONTENT, FREE, letter, stream, written

_DAMAGED = Code.DOCUMENT_DAMAGED
_LOCKED = Code.DOCUMENT_LOCKED
_NOT_AS_NAMED = Code.DOCUMENT_NOT_AS_NAMED
_PASSWORD = "hemmelig"
_PAGE_OF_HTML = b"<!DOCTYPE html>\n<html><body><script>location = 'http://127.0.0.1:9'</script></body></html>\n"
_WAIT = b"BT /F 10 Tf 60 700 Td (Please wait... If this message is not eventually replaced, get Adobe Reader.) Tj ET"


def cut(share: float) -> bytes:
    """Only the first part of a letter."""
    whole = written(letter())
    return whole[: int(len(whole) * share)]


def encrypted(algorithm: str, *, user: str) -> bytes:
    """A letter under a password: `user` to open it, always another to change it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written(letter()))))
    writer.encrypt(user_password=user, owner_password="ejer", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def please_wait() -> bytes:
    """A form that only Adobe's reader builds; everybody else sees one page that asks to wait."""
    form = b"/AcroForm << /XFA %d 0 R /Fields [] >> /NeedsRendering true" % FREE
    return written(letter({CONTENT: stream(_WAIT), FREE: stream(b"<template/>")}, catalog=form))


def abbreviated_filter() -> bytes:
    """A name that filters only have inside pictures; pypdf answers by an error that is none of its own."""
    return written(letter({CONTENT: stream(b"87cURDZ~>", b"/Filter /A85")}))


def endless_picture() -> bytes:
    """A picture in the middle of the text that never says where it ends."""
    return written(letter({CONTENT: stream(b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b"E" * 100_000)}))


def noise() -> bytes:
    """A header, and the alphabet of bytes."""
    return b"%PDF-1.7\n" + bytes(range(256)) * 20


PDF_BROKEN = (
    Hostile("empty.pdf", Code.DOCUMENT_EMPTY, lambda: b""),
    Hostile("zeros.pdf", _NOT_AS_NAMED, lambda: bytes(4096)),
    Hostile("html.pdf", _NOT_AS_NAMED, lambda: _PAGE_OF_HTML),
    Hostile("junk-before.pdf", None, lambda: written(letter(), before=b"Content: pdf\r\n" * 150)),
    Hostile("header-only.pdf", _DAMAGED, lambda: b"%PDF-1.7\n"),
    Hostile("noise.pdf", _DAMAGED, noise),
    Hostile("cut-to-a-third.pdf", _DAMAGED, lambda: cut(1 / 3)),
    Hostile("cut-before-its-table.pdf", _DAMAGED, lambda: cut(2 / 3)),
    Hostile("cut-in-its-table.pdf", _DAMAGED, lambda: cut(0.9)),
    Hostile("without-its-end.pdf", _DAMAGED, lambda: written(letter()).replace(b"%%EOF\n", b"")),
    Hostile("locked-rc4-40.pdf", _LOCKED, lambda: encrypted("RC4-40", user=_PASSWORD)),
    Hostile("locked-rc4-128.pdf", _LOCKED, lambda: encrypted("RC4-128", user=_PASSWORD)),
    Hostile("locked-aes-128.pdf", _LOCKED, lambda: encrypted("AES-128", user=_PASSWORD)),
    Hostile("locked-aes-256.pdf", _LOCKED, lambda: encrypted("AES-256", user=_PASSWORD)),
    Hostile("owner-rc4-40.pdf", None, lambda: encrypted("RC4-40", user="")),
    Hostile("owner-rc4-128.pdf", None, lambda: encrypted("RC4-128", user="")),
    Hostile("owner-aes-128.pdf", None, lambda: encrypted("AES-128", user="")),
    Hostile("owner-aes-256.pdf", None, lambda: encrypted("AES-256", user="")),
    Hostile("please-wait.pdf", Code.DOCUMENT_DYNAMIC_FORM, please_wait),
    Hostile("filter-a85.pdf", _DAMAGED, abbreviated_filter),
    Hostile("endless-picture.pdf", _DAMAGED, endless_picture),
)
