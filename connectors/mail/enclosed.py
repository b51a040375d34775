"""The files of a mail under neutral names; mails and archives among them are opened, as deep as is allowed.

Limited child only. What a mail inside the mail says is text like the sender's own: whoever reads the whole must see it.
"""

import hashlib
import io
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, BinaryIO

from connectors.mail import headers, outlook_msg, zipped
from connectors.mail.dangers import OLE, problem_of_content, problem_of_name, suffix_of
from connectors.mail.limits import MAX_NESTING, Budget, NeedsPerson
from connectors.mail.texts import body_of, html_of, is_body
from connectors.mail.walking import content_of, file_name_of, mail_in, parse, walk
from gevinst.codes import Code

INLINE_BYTES = 100 << 10
"""A picture in the text is decoration (a logo, a smiley) up to this size; a photographed bill is bigger, and is read."""

_CHUNK = 64 << 10
_SUFFIX_OF = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/msword": ".doc",
    "text/plain": ".txt",
    "image/png": ".png",
    "image/jpeg": ".jpg",
}
_TYPE_OF = {suffix: media_type for media_type, suffix in _SUFFIX_OF.items()}
_SUFFIXES = {
    *_TYPE_OF,
    ".docm",
    ".jpeg",
    ".tif",
    ".tiff",
    ".gif",
    ".heic",
    ".xls",
    ".xlsx",
    ".odt",
    ".rtf",
    ".xml",
    ".p7s",
}
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_ANYTHING = "application/octet-stream"
_OUTLOOK_TYPES = ("application/vnd.ms-outlook", "application/x-msg")
_OUTLOOK_MARK = "__properties_version1.0".encode("utf-16-le")


@dataclass(frozen=True)
class _Part:
    """What is known of a file before it is looked at."""

    name: str
    media_type: str
    nesting: int
    content_id: str = ""
    html: str = ""


@dataclass
class Enclosed:
    """Everything one mail holds, collected by `take_mail`.

    Attributes:
        into: Where files go.
        budget: What the mail may still hold.
        files: The fields of `connectors.mail.parsing.AttachedFile`; those before `own` came in no inner mail.
        texts: What it says, then what each mail inside it says.
        subjects: Of the mails inside it.
        of_inner_mail: For each file, whether a mail inside the mail brought it.
    """

    into: Path
    budget: Budget
    files: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    of_inner_mail: list[bool] = field(default_factory=list)
    _mails: int = 0
    _written: int = 0

    def take_mail(self, message: Message, nesting: int = 0) -> None:
        """Take in what the mail says, its files, and whatever is inside them.

        Raises:
            NeedsPerson: It holds too much, or what a robot doesn't open.
        """
        if nesting > MAX_NESTING:
            raise NeedsPerson(Code.LIMIT_EXCEEDED)
        parts = list(walk(message))
        self.texts.append(body_of(parts))
        html = "".join(html_of(parts))
        self._mails += 1
        for part in parts:
            if part.get_content_maintype() != "multipart" and not is_body(part):
                self._take_part(part, html, nesting)
        self._mails -= 1

    def _take_part(self, part: Message, html: str, nesting: int) -> None:
        inner = mail_in(part)
        if inner is not None:
            self._take_inner(inner, nesting)
            return
        content_id = headers.raw(part, "Content-ID").strip("<> ")
        known = _Part(file_name_of(part), part.get_content_type(), nesting, content_id, html)
        self._take_file(known, self._write(known, io.BytesIO(content_of(part))))

    def _take_inner(self, message: Message, nesting: int) -> None:
        self.subjects.append(headers.readable(message, "Subject"))
        self.take_mail(message, nesting + 1)

    def _write(self, part: _Part, stream: BinaryIO) -> Path:
        """A file as it comes, counted; refused by its name before a byte of it is on the disk."""
        problem = problem_of_name(part.name, part.media_type)
        if problem is not None:
            raise NeedsPerson(problem)
        self._written += 1
        path, size = self.into / f"part-{self._written}", 0
        with path.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                self.budget.take_bytes(len(chunk), size)
                out.write(chunk)
        return path

    def _take_file(self, part: _Part, path: Path) -> None:
        content = path.read_bytes()
        problem = problem_of_content(content)
        if problem is not None:
            raise NeedsPerson(problem)
        if content.startswith(zipped.HEADS) and not zipped.is_document(path):
            self._take_archive(path, part.nesting)
        elif content.startswith(OLE) and (_OUTLOOK_MARK in content or part.media_type in _OUTLOOK_TYPES):
            self._take_inner(parse(_converted(path), self.budget), part.nesting)
        elif suffix_of(part.name) == ".eml" or part.media_type == "message/rfc822":
            self._take_inner(parse(content, self.budget), part.nesting)
        else:
            self._keep(part, path, content)
            return
        path.unlink()

    def _take_archive(self, path: Path, nesting: int) -> None:
        if nesting >= MAX_NESTING:
            raise NeedsPerson(Code.LIMIT_EXCEEDED)

        def keep(name: str, stream: BinaryIO) -> tuple[_Part, Path]:
            self.budget.take_part()
            part = _Part(name, _TYPE_OF.get(suffix_of(name), _ANYTHING), nesting + 1)
            return part, self._write(part, stream)

        for part, inner in zipped.unpack(path, keep):
            self._take_file(part, inner)

    def _keep(self, part: _Part, path: Path, content: bytes) -> None:
        suffix = suffix_of(part.name)
        suffix = suffix if suffix in _SUFFIXES else _SUFFIX_OF.get(part.media_type, "")
        kept = path.rename(self.into / f"vedhaeftning-{len(self.files) + 1}{suffix}")
        shown = part.media_type.startswith("image/") and bool(part.content_id) and f"cid:{part.content_id}" in part.html
        self.of_inner_mail.append(self._mails > 1)
        self.files.append(
            {
                "name": part.name,
                "file_name": kept.name,
                "media_type": part.media_type,
                "sha256": hashlib.sha256(content).hexdigest(),
                "size": len(content),
                "path": str(kept),
                "inline": (shown and len(content) <= INLINE_BYTES) or part.media_type in _SIGNATURES,
            }
        )


def _converted(path: Path) -> bytes:
    """Outlook's file as MIME."""
    out = path.with_suffix(".eml")
    try:
        outlook_msg.write_mime(str(path), str(out))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 (whatever a stranger's file makes the library raise, or a mail inside that mail)
        raise NeedsPerson(Code.MAIL_UNREADABLE) from None
    content = out.read_bytes()
    out.unlink()
    return content
