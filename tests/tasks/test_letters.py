"""The citizen's letter and the sender's receipt: each once, and nothing personal by ordinary mail."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.files import stored_path
from gevinst.items.model import State
from gevinst.values.personal import Personal
from sandbox.people import ORDINARY
from tasks.letters import WrittenLetter, acknowledge, write_citizens_letter
from tasks.mail_item import OpenedMail, ReadDocument
from tests.gevinst.core import put, row, run
from tests.post import sent_to
from tests.tasks.test_pension import PAYLOAD, bill, request_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves the journal on both databases."""

PERSON = ORDINARY[1]
TEMPLATE = "kvittering-helbredstillaeg"


def opened(*, no_answer: Code | None = None) -> OpenedMail:
    """The clinic's mail, taken apart."""
    return OpenedMail(
        original_sha256="a" * 64,
        sender=Personal("kontakt@klinik.example"),
        message_id=Personal("<1@klinik.example>"),
        no_answer=no_answer,
        files=(),
    )


def sent() -> list[bytes]:
    """The mails that went."""
    box = LocalMailbox("helbredstillaeg")
    found = []
    for summary in box.mails(Folder.SENT):
        with box.mime(summary.id) as stream:
            found.append(stream.read())
    return found


@pytest.mark.parametrize(
    ("document", "amount"),
    [(bill(PERSON), "1.234,50 kr."), (bill(PERSON, kind="bilag", amount=None), "ikke oplyst")],
)
def test_the_letter_tells_the_citizen_what_came(database: Engine, document: ReadDocument, amount: str) -> None:
    """Name, treatment, day, amount, provider and our number; a referral by itself, which has no amount, gets one too."""
    written: list[WrittenLetter] = []
    item = put(database, **PAYLOAD)
    run(database, lambda _case: written.append(write_citizens_letter.__wrapped__(TEMPLATE, request_of(document))))
    assert row(database, item).state == State.COMPLETED
    pages = PdfReader(stored_path(written[0].pdf_sha256)).pages
    text = " ".join("".join(page.extract_text() for page in pages).split())
    expected = (PERSON.name, "Briller", "3. september 2026", amount, "Optik Sandkassen", "25. november 2026", "GEV-1")
    assert [value for value in expected if value not in text] == []
    lines = [" ".join(line.split()) for page in pages for line in page.extract_text().splitlines()]
    assert sum("99 99 99 99" in line for line in lines) == 2, "the phone number is broken over two lines"


@pytest.mark.parametrize("no_answer", [None, Code.NO_ANSWER_WANTED])
def test_receipt_and_letter_go_once(database: Engine, house: Path, no_answer: Code | None) -> None:
    """However often the step is run; a sender that can't be answered only costs the receipt."""
    receipts: list[bool] = []

    def work(case: Case) -> None:
        sha256 = case.keep_file(b"%PDF brev", role="letter", file_name="brev.pdf", media_type="application/pdf")
        for _ in range(2):
            came = opened(no_answer=no_answer)
            receipts.append(acknowledge.__wrapped__(request_of(bill(PERSON)), came, WrittenLetter(pdf_sha256=sha256)))

    item = put(database, **PAYLOAD)
    run(database, work)
    assert row(database, item).state == State.COMPLETED
    assert receipts == [no_answer is None] * 2
    assert len(sent()) == (0 if no_answer else 1)
    (message,) = sent_to(house / "digitalpost")
    assert PERSON.cpr in etree.parse(message).getroot().xpath("string()")


def test_the_receipt_says_nothing_about_anybody(database: Engine) -> None:
    """In the mail's own thread, with our number and the day; no name, number, benefit or quoted text."""

    def work(case: Case) -> None:
        sha256 = case.keep_file(b"%PDF brev", role="letter", file_name="brev.pdf", media_type="application/pdf")
        acknowledge.__wrapped__(request_of(bill(PERSON)), opened(), WrittenLetter(pdf_sha256=sha256))

    put(database, **PAYLOAD)
    run(database, work)
    (mime,) = sent()
    mail = message_from_bytes(mime, policy=policy.default)
    text = str(mail.get_body().get_content()) if mail.get_body() else ""
    assert mail["To"] == "kontakt@klinik.example"
    assert mail["In-Reply-To"] == "<1@klinik.example>"
    assert "GEV-1" in text
    assert f"{date(2026, 11, 25).day}. november 2026" in text
    hidden = (*PERSON.name.split(), PERSON.cpr[6:], "Briller", "1.234", "elbredstillæg")
    assert [part for part in hidden if part.casefold() in f"{mail['Subject']} {text}".casefold()] == []
