"""What is inside a mail's mails and archives comes out as files and text; what a robot doesn't open ends in its reason."""

import io
import random
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from connectors.mail.parsing import MailKind
from connectors.mail.phrases import text_beyond_phrases
from gevinst.codes import Code
from tests.connectors.mail.outlook_files import compound, msg
from tests.connectors.mail.samples import TEXT, mail, parsed, raw

PDF = b"%PDF-1.4 regning"


def holding(*files: tuple[str, bytes], media_type: str = "application/octet-stream", text: str = TEXT) -> bytes:
    """A mail with these files, by name and content."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "kontakt@klinik.example"
    message.set_content(text)
    for name, content in files:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def forwarding(inner: bytes) -> bytes:
    """A mail with a mail attached to it, as mail programs forward one whole."""
    mark = f"=_{len(inner)}"
    lines = (
        "From: kontakt@klinik.example",
        f'Content-Type: multipart/mixed; boundary="{mark}"',
        "",
        *(f"--{mark}", "Content-Type: text/plain; charset=utf-8", "", *TEXT.splitlines()),
        *(f"--{mark}", "Content-Type: message/rfc822", "", ""),
    )
    return raw(*lines) + inner + raw("", f"--{mark}--", "")


def packed(*files: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


# --- mails in mails -------------------------------------------------------------------------------------------------


def test_a_forwarded_mail_gives_its_files_and_its_text(tmp_path: Path) -> None:
    """What a colleague forwards is read as if it had come by itself, and its text is judged by itself."""
    found = parsed(tmp_path, forwarding(mail(pdf="%PDF-1.4 x", Subject="VS: Regning")))
    assert found.problem is None
    assert [each.file_name for each in found.attachments] == ["vedhaeftning-1.pdf"]
    assert found.body.reveal().count("Hermed fremsendes") == 2
    assert [each.reveal() for each in found.enclosed_subjects] == ["VS: Regning"]
    assert not text_beyond_phrases(found.body.reveal())


def test_a_complaint_in_a_forwarded_mail_is_text_to_read(tmp_path: Path) -> None:
    """Nobody's words are lost for having been forwarded."""
    found = parsed(tmp_path, forwarding(mail(text="Jeg vil klage over afgørelsen.")))
    assert text_beyond_phrases(found.body.reveal())


def test_who_wrote_the_inner_mail_is_never_answered(tmp_path: Path) -> None:
    """The answer goes to whoever wrote to us; what the inner mail says of itself decides nothing."""
    inner = mail(From="noreply@andre.example", Auto_Submitted="auto-replied", pdf="%PDF")
    found = parsed(tmp_path, forwarding(inner))
    assert (found.kind, found.from_address.reveal()) == (MailKind.ORDINARY, "kontakt@klinik.example")
    assert found.reply_allowed


def test_an_automatic_reply_that_quotes_a_mail_with_a_bill_is_still_none(tmp_path: Path) -> None:
    """An absence notice with the sender's own mail attached makes no second case of it."""
    mime = forwarding(mail(pdf="%PDF")).replace(b"From:", b"Auto-Submitted: auto-replied\r\nFrom:", 1)
    assert parsed(tmp_path, mime).kind is MailKind.AUTO_REPLY


@pytest.mark.parametrize(("levels", "problem"), [(5, None), (6, Code.LIMIT_EXCEEDED)])
def test_mails_are_opened_five_deep(tmp_path: Path, levels: int, problem: Code | None) -> None:
    """A chain of forwardings is followed; one made to exhaust a parser isn't."""
    mime = mail(pdf="%PDF")
    for _ in range(levels):
        mime = forwarding(mime)
    found = parsed(tmp_path, mime)
    assert found.problem is problem
    assert len(found.attachments) == (1 if problem is None else 0)


def test_a_mail_that_is_attached_as_a_file_is_opened_too(tmp_path: Path) -> None:
    """`.eml` under a type that says nothing, as it comes when it is dragged into a mail."""
    found = parsed(tmp_path, holding(("VS.eml", mail(pdf="%PDF", text="Ring til mig"))))
    assert [each.file_name for each in found.attachments] == ["vedhaeftning-1.pdf"]
    assert "Ring til mig" in found.body.reveal()


# --- Outlook's files ------------------------------------------------------------------------------------------------


def test_an_outlook_file_gives_its_files_and_its_text(tmp_path: Path) -> None:
    """With Danish letters whole, and under whatever name it came."""
    outlook = msg(subject="Klage fra Søren", body="Kære Åse, ring til mig", files=[("bilag.pdf", PDF * 300)])
    found = parsed(tmp_path, holding(("mail.dat", outlook)))
    assert found.problem is None
    assert [(each.file_name, each.size) for each in found.attachments] == [("vedhaeftning-1.pdf", len(PDF) * 300)]
    assert "Kære Åse, ring til mig" in found.body.reveal()
    assert [each.reveal() for each in found.enclosed_subjects] == ["Klage fra Søren"]


@pytest.mark.parametrize(
    "content",
    [
        msg(body=None, rich_text=b"packed"),
        msg(holds_mail=True),
        msg()[:3000],
        compound({"__properties_version1.0": b"too short"}),
    ],
    ids=["rich text only", "a mail inside it", "cut off", "no mail"],
)
def test_an_outlook_file_that_cannot_be_carried_over_whole_goes_to_a_person(tmp_path: Path, content: bytes) -> None:
    """Nothing in it is dropped in silence."""
    assert parsed(tmp_path, holding(("mail.msg", content))).problem is Code.MAIL_UNREADABLE


# --- archives -------------------------------------------------------------------------------------------------------


def test_an_archive_gives_its_files_under_neutral_names(tmp_path: Path) -> None:
    """Names inside it lead nowhere on the disk; folders, and what a Mac leaves, are no files."""
    content = packed(
        ("../../etc/Agnes Ahornblad.pdf", PDF), ("mappe/", b""), ("mappe/foto.jpg", b"\xff\xd8"), ("__MACOSX/._x", b"x")
    )
    found = parsed(tmp_path, holding(("bilag.zip", content)))
    assert [each.file_name for each in found.attachments] == ["vedhaeftning-1.pdf", "vedhaeftning-2.jpg"]
    assert found.attachments[0].path.read_bytes() == PDF
    assert found.attachments[0].name.reveal() == "../../etc/Agnes Ahornblad.pdf"
    assert {path.parent for path in tmp_path.rglob("*") if path.is_file()} == {tmp_path, tmp_path / "attachments"}


def test_a_mail_in_an_archive_in_a_mail_is_opened(tmp_path: Path) -> None:
    """However it was packed, its text is read and its bill is a document."""
    found = parsed(tmp_path, holding(("post.zip", packed(("VS.eml", mail(text="Ring til mig", pdf="%PDF"))))))
    assert [each.file_name for each in found.attachments] == ["vedhaeftning-1.pdf"]
    assert text_beyond_phrases(found.body.reveal())


def test_a_document_of_an_office_program_is_no_archive(tmp_path: Path) -> None:
    """A Word file stays one file, for its own reader."""
    word = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
    found = parsed(tmp_path, holding(("brev.docx", word)))
    assert [each.file_name for each in found.attachments] == ["vedhaeftning-1.docx"]


def locked() -> bytes:
    """An archive with a password, as far as its index tells."""
    content = bytearray(packed(("regning.pdf", PDF)))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def broken() -> bytes:
    """An archive whose content isn't what its index says."""
    return (
        packed(("regning.pdf", PDF), how=zipfile.ZIP_STORED).replace(b"regning", b"r\x00gning").replace(PDF, PDF[::-1])
    )


def nested(levels: int) -> bytes:
    """An archive in an archive, that often."""
    content = packed(("regning.pdf", PDF))
    for _ in range(levels):
        content = packed(("mere.zip", content))
    return content


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (packed(("0", bytes(60 << 20))), Code.LIMIT_EXCEEDED),
        (packed(*((str(number), b"") for number in range(600))), Code.LIMIT_EXCEEDED),
        (nested(6), Code.LIMIT_EXCEEDED),
        (locked(), Code.DOCUMENT_LOCKED),
        (broken(), Code.DOCUMENT_DAMAGED),
        (packed(("regning.pdf", PDF))[:-30], Code.DOCUMENT_DAMAGED),
        (packed(("regning.exe", PDF)), Code.ATTACHMENT_BLOCKED),
        (packed(("regning.pdf", b"MZ")), Code.ATTACHMENT_BLOCKED),
    ],
    ids=["bomb", "600 files", "six deep", "password", "other content", "cut off", "a program", "a program in disguise"],
)
def test_an_archive_that_is_no_ordinary_one_goes_to_a_person(tmp_path: Path, content: bytes, problem: Code) -> None:
    """With the reason, and without having been unpacked beyond the limits."""
    assert parsed(tmp_path, holding(("bilag.zip", content))).problem is problem
    assert sum(path.stat().st_size for path in (tmp_path / "attachments").iterdir()) < 1 << 20


def test_many_small_files_that_are_large_together_go_to_a_person(tmp_path: Path) -> None:
    """What is written is counted over all archives of the mail; each looks harmless by itself."""
    piece = random.Random(1).randbytes(1 << 10) + bytes(63 << 10)
    content = packed(("a", piece * 640))
    found = parsed(tmp_path, holding(*((f"{number}.zip", content) for number in range(6))))
    assert found.problem is Code.LIMIT_EXCEEDED


# --- what is never opened -------------------------------------------------------------------------------------------

_ISO = bytes(0x8001) + b"CD001"
_MACRO = packed(("[Content_Types].xml", b"<Types/>"), ("word/vbaProject.bin", b"x"))
_OLD_MACRO = compound({"WordDocument": b"x", "Macros": {"_VBA_PROJECT": b"x"}})


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("regning.pdf.exe", b"x", Code.ATTACHMENT_BLOCKED),
        ("regning.exe. .", b"x", Code.ATTACHMENT_BLOCKED),
        ("regning.pdf", b"MZ\x90\x00", Code.ATTACHMENT_BLOCKED),
        ("regning.lnk", b"x", Code.ATTACHMENT_BLOCKED),
        ("regning", b"L\x00\x00\x00\x01\x14\x02\x00", Code.ATTACHMENT_BLOCKED),
        ("plade.ISO", b"x", Code.ATTACHMENT_BLOCKED),
        ("plade.dat", _ISO, Code.ATTACHMENT_BLOCKED),
        ("regning.html", b"x", Code.ATTACHMENT_BLOCKED),
        ("regning.txt", b"\xef\xbb\xbf\n<!DOCTYPE html><script>", Code.ATTACHMENT_BLOCKED),
        ("winmail.dat", b"x", Code.MAIL_WINMAIL),
        ("noget", b"\x78\x9f\x3e\x22\x01", Code.MAIL_WINMAIL),
        ("regning.xlsm", b"x", Code.DOCUMENT_MACRO),
        ("regning.docx", _MACRO, Code.DOCUMENT_MACRO),
        ("regning.doc", _OLD_MACRO, Code.DOCUMENT_MACRO),
        ("smime.p7m", b"x", Code.MAIL_ENCRYPTED),
    ],
)
@pytest.mark.parametrize("forwarded", [False, True])
def test_what_a_robot_never_opens_ends_in_its_reason(
    tmp_path: Path, name: str, content: bytes, problem: Code, forwarded: bool
) -> None:
    """By name and by content, directly attached or in a mail that is."""
    mime = holding(("bilag.pdf", PDF), (name, content))
    assert parsed(tmp_path, forwarding(mime) if forwarded else mime).problem is problem


@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=x',
    ],
)
def test_an_encrypted_mail_says_so(tmp_path: Path, head: str) -> None:
    """A person who can decrypt it is asked to, instead of being told that it can't be read."""
    assert parsed(tmp_path, raw("From: a@b.example", head, "", "AAAA")).problem is Code.MAIL_ENCRYPTED


def test_a_signed_mail_is_read_without_its_signature(tmp_path: Path) -> None:
    """Nothing of it is hidden; the signature is no document."""
    lines = (
        "From: kontakt@klinik.example",
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=x',
        "",
        *("--x", "Content-Type: application/pdf", "", "%PDF", "--x"),
        *("Content-Type: application/pkcs7-signature; name=smime.p7s", "", "AAAA", "--x--"),
    )
    found = parsed(tmp_path, raw(*lines))
    assert [(each.media_type, each.inline) for each in found.attachments] == [
        ("application/pdf", False),
        ("application/pkcs7-signature", True),
    ]
