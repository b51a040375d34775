"""Which attached files a robot never opens, by what they are called and by what they are. Limited child only."""

from pathlib import PurePosixPath

from gevinst.codes import Code


def _endings(words: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in words.split())


_PROGRAMS = _endings(
    "exe com scr pif bat cmd ps1 psm1 vbs vbe js jse wsf wsh hta msi msp msix appx jar apk app cpl dll sys reg inf scf chm "
    "hlp xll sh deb rpm dmg pkg"
)
_DOORS = _endings("lnk url website iso img vhd vhdx html htm xhtml shtml mht mhtml one")
_MACROS = _endings("xlsm xltm xlam xlsb dotm pptm potm ppsm ppam sldm")
_SEALED = (".p7m", ".pgp", ".gpg")
_SEALED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_WINMAIL_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")

_WINMAIL = b"\x78\x9f\x3e\x22"
_PROGRAM_HEADS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a shortcut of Windows
)
_PAGE_HEADS = (b"<!doctype html", b"<html", b"<head", b"<script", b"<hta:")
_DISC_MARK, _DISC_PLACE = b"CD001", 0x8001
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
NEW_MACROS = "vbaproject.bin"
"""What the programs of today call their macros, inside the archive that a document is."""


def suffix_of(name: str) -> str:
    """The ending a file's name has for Windows, which forgives blanks and dots behind it; in small letters."""
    bare = name.replace("\\", "/").replace("\0", "").rstrip(". \t")
    return PurePosixPath(bare).suffix.lower()


def problem_of_name(name: str, media_type: str) -> Code | None:
    """Why a file goes to a person unread, as far as its name and its type tell."""
    suffix = suffix_of(name)
    if media_type in _SEALED_TYPES or suffix in _SEALED:
        return Code.MAIL_ENCRYPTED
    if media_type in _WINMAIL_TYPES or name.strip().lower() == "winmail.dat":
        return Code.MAIL_WINMAIL
    if suffix in _MACROS:
        return Code.DOCUMENT_MACRO
    if suffix in _PROGRAMS or suffix in _DOORS or media_type in ("text/html", "application/xhtml+xml"):
        return Code.ATTACHMENT_BLOCKED
    return None


def problem_of_content(content: bytes) -> Code | None:
    """The same as far as its content tells: a program is one under any name."""
    if content.startswith(_WINMAIL):
        return Code.MAIL_WINMAIL
    page = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_HEADS)
    disc = content[_DISC_PLACE : _DISC_PLACE + len(_DISC_MARK)] == _DISC_MARK
    if page or disc or content.startswith(_PROGRAM_HEADS):
        return Code.ATTACHMENT_BLOCKED
    if content.startswith(OLE) and _OLD_MACROS in content:
        return Code.DOCUMENT_MACRO
    return None
