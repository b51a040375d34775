"""A stranger's mail becomes text, a kind and files; what nobody foresaw is never lost."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from connectors.mail.parsing import MailKind
from connectors.mail.phrases import text_beyond_phrases
from gevinst.codes import Code
from tests.connectors.mail.samples import TEXT, mail, parsed, raw

LOGO = b"\x89PNG" + bytes(2000)


def test_an_ordinary_mail_becomes_text_and_files_under_neutral_names(tmp_path: Path) -> None:
    """The citizen's name in a file name stays metadata that hides itself; the file on disk has none."""
    found = parsed(tmp_path, mail(pdf="%PDF-1.4 x", Date="Tue, 24 Nov 2026 09:00:00 +0100"))
    (attachment,) = found.attachments
    assert found.problem is None
    assert found.kind is MailKind.ORDINARY
    assert found.reply_allowed
    assert found.message_id == "<1@klinik.example>"
    assert found.from_address.reveal() == "kontakt@klinik.example"
    assert found.sent_at is not None
    assert found.sent_at.hour == 8
    assert attachment.file_name == "vedhaeftning-1.pdf"
    assert attachment.name.reveal() == "Prisoverslag Agnes Ahornblad.pdf"
    assert attachment.path.read_bytes() == b"%PDF-1.4 x"
    assert "Ahornblad" not in repr(found) + repr(attachment)
    assert not text_beyond_phrases(found.body.reveal())


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "latin-1"), ("", "latin-1"), ("us-ascii", "cp1252"), ("x-ukendt", "utf-8")],
)
def test_danish_letters_survive_whatever_character_set_is_claimed(tmp_path: Path, charset: str, encoding: str) -> None:
    """Raw bytes are read as claimed, else as UTF-8, else as Windows-1252."""
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    lines = ("From: a@b.example", "Subject: Æblegrød på øen", f"Content-Type: {kind}", "", "Kære Åse, her står æøå")
    found = parsed(tmp_path, raw(*lines, encoding=encoding))
    assert found.body.reveal().strip() == "Kære Åse, her står æøå"
    assert found.subject.reveal() == "Æblegrød på øen"


def test_windows_quotation_marks_in_a_mail_that_says_latin_1_are_read(tmp_path: Path) -> None:
    """Latin-1 is what Danish mail programs say and Windows-1252 what they write."""
    head = ("From: a@b.example", "Content-Type: text/plain; charset=iso-8859-1", "", "“tak” – 10 €")
    assert parsed(tmp_path, raw(*head, encoding="cp1252")).body.reveal().strip() == "“tak” – 10 €"


def test_encoded_words_in_subject_and_file_name_are_decoded(tmp_path: Path) -> None:
    """RFC 2047 in both places, split encoded words included."""
    message = raw(
        "From: =?utf-8?q?J=C3=B8rgen_=40_Klinik=2C?= <kontakt@klinik.example>",
        "Subject: =?iso-8859-1?Q?Regning_p=E5?= =?utf-8?b?IGJyaWxsZXI=?=",
        "Content-Type: application/pdf",
        'Content-Disposition: attachment; filename="=?utf-8?q?r=C3=B8d.pdf?="',
        "",
        "%PDF",
    )
    found = parsed(tmp_path, message)
    assert found.subject.reveal() == "Regning på briller"
    assert found.from_address.reveal() == "kontakt@klinik.example"
    assert found.attachments[0].name.reveal() == "rød.pdf"


def test_what_stands_only_in_the_html_is_read(tmp_path: Path) -> None:
    """A complaint that a mail program put in the HTML form alone goes to a person; equal forms count once."""
    same = parsed(tmp_path, mail(html="".join(f"<p>{line}</p>" for line in TEXT.splitlines())))
    other = parsed(tmp_path, mail(html=f"<p>{TEXT}</p><p>Jeg vil klage</p>"))
    alone = parsed(
        tmp_path, raw("From: a@b.example", "Content-Type: text/html", "", "<b>Hermed regning</b><i>Ring!</i>")
    )
    assert not text_beyond_phrases(same.body.reveal())
    assert text_beyond_phrases(other.body.reveal())
    assert text_beyond_phrases(alone.body.reveal())


def test_html_too_deep_for_the_renderer_is_read_all_the_same(tmp_path: Path) -> None:
    """Twenty thousand nested tags give no empty text."""
    html = "<div>" * 20_000 + "Jeg vil tale med nogen" + "</div>" * 20_000
    found = parsed(tmp_path, raw("From: a@b.example", "Content-Type: text/html", "", html))
    assert found.problem is not None or "Jeg vil tale med nogen" in found.body.reveal()


def test_a_logo_in_the_signature_is_no_document_but_a_pictured_bill_is(tmp_path: Path) -> None:
    """Small pictures that the text shows are decoration; big ones, and any PDF however it is marked, are documents."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "a@b.example"
    message.set_content("Se vedhæftet")
    message.add_alternative('<p>Se vedhæftet</p><img src="cid:logo@x"><img src="cid:bill@x">', subtype="html")
    html = message.get_payload()[1]  # type: ignore[index]
    assert isinstance(html, EmailMessage)
    html.add_related(LOGO, maintype="image", subtype="png", cid="<logo@x>")
    html.add_related(LOGO * 100, maintype="image", subtype="png", cid="<bill@x>")
    message.make_mixed()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", disposition="inline", cid="<pdf@x>")
    message.add_attachment(LOGO, maintype="image", subtype="png", disposition="inline")
    inline = {each.file_name: each.inline for each in parsed(tmp_path, message.as_bytes()).attachments}
    assert inline == {
        "vedhaeftning-1.png": True,
        "vedhaeftning-2.png": False,
        "vedhaeftning-3.pdf": False,
        "vedhaeftning-4.png": False,
    }


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, MailKind.AUTO_REPLY),
        ({"Auto_Submitted": "no"}, MailKind.ORDINARY),
        ({"X_Autoreply": "yes"}, MailKind.AUTO_REPLY),
        ({"Subject": "Automatisk svar: ferie"}, MailKind.AUTO_REPLY),
        ({"List_Unsubscribe": "<https://nyt.example>"}, MailKind.NEWSLETTER),
        ({"Precedence": "bulk"}, MailKind.NEWSLETTER),
        ({"From": "MAILER-DAEMON@mx.example"}, MailKind.BOUNCE),
        ({"X_Failed_Recipients": "a@b.example"}, MailKind.BOUNCE),
    ],
)
def test_the_kind_is_told_by_the_headers(tmp_path: Path, headers: dict[str, str], kind: MailKind) -> None:
    """Automatic replies, bounces and mass mailings are known before anybody reads them, and never answered."""
    found = parsed(tmp_path, mail(**headers))
    assert found.kind is kind
    assert found.reply_allowed is (kind is MailKind.ORDINARY)


def test_a_delivery_report_is_a_bounce(tmp_path: Path) -> None:
    """By its own content type, as mail servers send it."""
    message = raw(
        "From: postmaster@mx.example",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
        "",
        "--r",
        "",
        "Kunne ikke leveres",
        "--r",
        "Content-Type: message/delivery-status",
        "",
        "Action: failed",
        "--r--",
    )
    assert parsed(tmp_path, message).kind is MailKind.BOUNCE


def test_a_document_that_a_system_sends_by_itself_is_still_a_case(tmp_path: Path) -> None:
    """An estimate from a clinic's own program isn't set aside because the program is honest; it just gets no answer."""
    found = parsed(tmp_path, mail(pdf="%PDF", Auto_Submitted="auto-generated"))
    assert found.kind is MailKind.ORDINARY
    assert not found.reply_allowed


def test_no_mailbox_of_ours_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two robots of one house don't write to each other, whichever mailbox the other one works."""
    file = tmp_path / "mailboxes.yaml"
    file.write_text(
        "mailboxes:\n  oekonomi: {backend: graph, address: oekonomi@eksempel.example, client_id: x, secret: y,"
        " authority: 'https://login.example/t'}\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))
    assert parsed(tmp_path, mail(From="Oekonomi@Eksempel.example")).no_answer is Code.NO_ANSWER_OWN
    assert parsed(tmp_path, mail()).no_answer is None


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"From": "noreply@klinik.example"}, Code.NO_ANSWER_WANTED),
        ({"From": "a@b.example, c@d.example"}, Code.NO_ANSWER_ADDRESS),
        ({"List_Id": "<x>"}, Code.NO_ANSWER_AUTOMATIC),
    ],
)
def test_why_a_sender_gets_no_receipt_is_told(tmp_path: Path, headers: dict[str, str], code: Code) -> None:
    """The reason that is kept with the case."""
    assert parsed(tmp_path, mail(**headers)).no_answer is code


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "noreply@klinik.example"},
        {"From": "svar-ikke@klinik.example"},
        {"Return_Path": "<>"},
        {"From": "Helbredstillaeg@Eksempel.example"},
        {"From": "a@b.example, c@d.example"},
        {"From": ""},
        {"X_Auto_Response_Suppress": "All"},
        {"List_Owner": "<mailto:a@b.example>"},
    ],
)
def test_no_receipt_goes_where_it_could_start_a_loop(tmp_path: Path, headers: dict[str, str]) -> None:
    """Senders that don't want one, can't read one, or are ourselves."""
    assert not parsed(tmp_path, mail(**headers)).reply_allowed
