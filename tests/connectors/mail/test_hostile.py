"""Mails made to break a parser: each ends with a code a person understands, none is lost, none takes the process down."""

import time
from pathlib import Path

import pytest

from connectors.mail import parsing
from connectors.mail.local import message_id_of
from gevinst.codes import Code
from tests.connectors.mail.samples import mail, parsed, raw

HEAD = ("From: a@b.example", "MIME-Version: 1.0")


def test_a_hundred_thousand_parts_are_refused_at_once(tmp_path: Path) -> None:
    """The parser stops at the part too many; a mail bomb costs a second, not half a minute."""
    parts = ("--x", "", "a") * 100_000
    message = raw(*HEAD, 'Content-Type: multipart/mixed; boundary="x"', "", *parts, "--x--")
    parsed(tmp_path, mail())  # the child is warm
    begun = time.monotonic()
    assert parsed(tmp_path, message).problem is Code.LIMIT_EXCEEDED
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("kind", ["multipart/mixed", "message/rfc822"])
def test_three_hundred_nested_mails_are_refused(tmp_path: Path, kind: str) -> None:
    """Depth ends as a limit or as one attached file, not as a crash."""
    lines: list[str] = list(HEAD)
    for number in range(300):
        if kind == "multipart/mixed":
            lines += [f'Content-Type: multipart/mixed; boundary="b{number}"', "", f"--b{number}"]
        else:
            lines += ["Content-Type: message/rfc822", ""]
    found = parsed(tmp_path, raw(*lines, "", "inderst"))
    assert found.problem is Code.LIMIT_EXCEEDED or found.attachments
    assert parsed(tmp_path, mail()).problem is None


def test_a_malformed_message_id_is_only_a_name(tmp_path: Path) -> None:
    """The one that makes the standard library raise is kept as it is written, the same by the parser and the mailbox."""
    message = mail(message_id="").replace(b"Subject:", b"Message-ID: <[abc@@]>\r\nSubject:", 1)
    found = parsed(tmp_path, message)
    assert found.problem is None
    assert found.message_id == message_id_of(message) == "<[abc@@]>"


@pytest.mark.parametrize(
    "header",
    [b"Message-ID: <\xe6\xf8\xe5@b.example>", b"Message-ID:", b"Message-ID: =?utf-8?q?x?=", b"Message-ID: <a\r\n b@c>"],
)
def test_parser_and_mailbox_read_one_message_id(tmp_path: Path, header: bytes) -> None:
    """However it is written: the reference of an item and the search for its mail must agree."""
    message = header + b"\r\nFrom: a@b.example\r\n\r\nhej"
    assert parsed(tmp_path, message).message_id == message_id_of(message)
    message_id_of(message).encode()


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        raw("Subject: ingen afsender", "", "hej"),
        raw("From: <@@>, ,;", "Content-Type: text/plain; charset*=x''%FF", "", "hej"),
        raw("From: a@b.example", "Content-Type: ///;;==", "Content-Transfer-Encoding: ?", "", "hej"),
        raw("From: a@b.example", "Content-Type: text/plain", "Content-Transfer-Encoding: base64", "", "%%%"),
        raw("From: a@b.example", "Subject: =?utf-8?b?AAA?=", "Date: Tue, 99 Nov 99999", "", "hej"),
        raw(*HEAD, "Content-Type: application/pdf; name*0*=utf-9''%ff; name*2=x", "", "%PDF"),
    ],
)
def test_broken_mails_are_parsed_as_far_as_they_go(tmp_path: Path, message: bytes) -> None:
    """No header, address, charset or encoding makes the kit raise; nobody unknown is answered."""
    found = parsed(tmp_path, message)
    assert found.problem in (None, Code.MAIL_UNREADABLE)


def test_a_multipart_without_a_boundary_is_unreadable_not_empty(tmp_path: Path) -> None:
    """Its content would be dropped in silence: a person opens it instead."""
    message = raw(*HEAD, "Content-Type: multipart/mixed", "", "Jeg vil klage")
    assert parsed(tmp_path, message).problem is Code.MAIL_UNREADABLE


def test_attachment_names_never_become_paths(tmp_path: Path) -> None:
    """Dots, slashes, devices and a name of 5,000 letters stay metadata."""
    for name in ("../../etc/passwd.pdf", "..\\..\\x", "CON", "a" * 5000 + ".pdf", "x\0.pdf"):
        part = (
            "Content-Type: application/octet-stream",
            f'Content-Disposition: attachment; filename="{name}"',
            "",
            "x",
        )
        found = parsed(tmp_path, raw(*HEAD, *part))
        (attachment,) = found.attachments
        assert attachment.path.parent == (tmp_path / "attachments").resolve()
        assert attachment.file_name in ("vedhaeftning-1", "vedhaeftning-1.pdf")


def test_too_many_recipients_and_too_big_a_mail_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both end with a person and a clear reason."""
    crowd = ", ".join(f"p{number}@b.example" for number in range(20_000))
    for field in ("To", "Cc", "Bcc"):
        assert parsed(tmp_path, raw(*HEAD, f"{field}: {crowd}", "", "hej")).problem is Code.LIMIT_EXCEEDED
    monkeypatch.setattr(parsing, "MAX_BYTES", 100)
    assert parsed(tmp_path, mail(text="x" * 200)).problem is Code.LIMIT_EXCEEDED
