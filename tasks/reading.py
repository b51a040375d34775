"""Open a mail and read its documents: what comes out is a request about one citizen, or a reason for a person."""

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from connectors.documents.extracted import Extraction, FieldResult
from connectors.documents.extraction import extract
from connectors.documents.kept import as_kept, shown
from connectors.documents.reading import read_document
from connectors.documents.template_files import load_template
from connectors.documents.templates import Template
from connectors.mail.opening import open_mailbox
from connectors.mail.parsing import Mail, MailKind, parse_mail
from connectors.mail.phrases import is_alarming, text_beyond_phrases
from connectors.mail.port import Folder, Mailbox
from gevinst.codes import Code
from gevinst.errors import BusinessError, RetryLater, SetAside
from gevinst.items.case import Case, Credit, case_in_hand
from gevinst.persons.about import must_be_free
from gevinst.settings import settings
from gevinst.values.amount import read_amount
from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal
from tasks.intake import MAIL_TYPE
from tasks.mail_item import Enclosed, MailPayload, OpenedMail, ReadDocument, Request
from tasks.step import step

_CHUNK = 1 << 20
_SET_ASIDE = {
    MailKind.AUTO_REPLY: Code.AUTO_REPLY,
    MailKind.BOUNCE: Code.BOUNCE,
    MailKind.NEWSLETTER: Code.NEWSLETTER,
}


@step("Åbn mailen", saves=False)
def open_mail() -> OpenedMail:
    """Fetch the mail as it lies in the mailbox now, take it apart and keep its files.

    It is fetched anew each time: a caseworker may have put a corrected document on it. What is no case (an automatic
    reply, a bounce, a newsletter) is set aside; text that needs a reader goes to one, until a person has answered. Its
    files are kept before that: who reads the text looks at them too.
    """
    case = case_in_hand()
    with tempfile.TemporaryDirectory(prefix="gevinst-mail-") as folder:
        path = Path(folder) / "mail.eml"
        _fetch(case.payload(MailPayload), case.item.label, path)
        mail = parse_mail(path, attachments_into=Path(folder))
        _stop_what_is_no_case(mail)
        original = case.keep_file(path, role="original", file_name="mail.eml", media_type=MAIL_TYPE)
        enclosed = tuple(_keep_attachments(case, mail))
        _stop_for_a_reader(case, mail)
    return OpenedMail(
        original_sha256=original,
        sender=mail.from_address,
        message_id=Personal(mail.message_id),
        no_answer=mail.no_answer,
        files=enclosed,
    )


def _fetch(payload: MailPayload, item_label: str, path: Path) -> None:
    """Write the mail into a file, and stop where it is larger than one is kept."""
    left = settings().max_file_bytes
    with open_mailbox(payload.mailbox, read_only=True) as box:
        mail_id = payload.inbox_id or _find(box, payload.message_id.reveal(), item_label)
        with box.mime(mail_id) as stream, path.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise BusinessError(Code.LIMIT_EXCEEDED)
                out.write(chunk)


def _find(box: Mailbox, message_id: str, item_label: str) -> str:
    """The mail with the item's number on it: another one with its Message-ID, or with none either, isn't meant."""
    for folder in (Folder.MANUAL, Folder.WORKING):
        if found := box.find(folder, message_id, category=item_label):
            return found[0]
    raise RetryLater("the mail is in neither folder; perhaps somebody is moving it")


def _stop_what_is_no_case(mail: Mail) -> None:
    if mail.problem is not None:
        raise BusinessError(mail.problem)
    if mail.kind in _SET_ASIDE:
        raise SetAside(_SET_ASIDE[mail.kind])


def _stop_for_a_reader(case: Case, mail: Mail) -> None:
    alarming = any(is_alarming(each.reveal()) for each in (mail.subject, *mail.enclosed_subjects))
    if (alarming or text_beyond_phrases(mail.body.reveal())) and not case.is_settled(Code.TEXT_TO_READ):
        raise BusinessError(Code.TEXT_TO_READ)
    if not any(not each.inline for each in mail.attachments):
        raise BusinessError(Code.NO_ATTACHMENT)


def _keep_attachments(case: Case, mail: Mail) -> Iterator[Enclosed]:
    for each in mail.attachments:
        if each.inline:
            continue
        sha256 = case.keep_file(each.path, role="attachment", file_name=each.file_name, media_type=each.media_type)
        yield Enclosed(file_name=each.file_name, media_type=each.media_type, sha256=sha256)


def _version(template: str, opened: OpenedMail) -> str:
    """What the reading rests on: the mail as it is now, and what a person has put right since."""
    corrected = case_in_hand().corrected_at
    return f"{template}-{opened.original_sha256[:12]}" + (f"-{corrected}" if corrected else "")


@step("Læs dokumenterne", credit=Credit("read"), version=_version)
def read_documents(template: str, opened: OpenedMail) -> Request:
    """Read every file by the template. One citizen, every required field, no conflict; else a person and why.

    What was read is kept before anybody is asked, for whoever must look; what a person has put right is taken.
    """
    case = case_in_hand()
    rules = load_template(template)
    read = [(each, _read(case, each, rules)) for each in opened.files]
    documents = [_accept(case, enclosed, extraction) for enclosed, extraction in read]
    numbers = {document.cpr for document in documents if document.cpr is not None}
    if len(numbers) > 1:
        raise BusinessError(Code.SEVERAL_CITIZENS)
    if not numbers:
        raise BusinessError(Code.CPR_MISSING)
    names = [document.citizen_name for document in documents if document.citizen_name is not None]
    if not names:
        raise BusinessError(Code.FIELD_MISSING)
    request = Request(cpr=numbers.pop(), citizen_name=names[0], documents=tuple(documents))
    if request.contradicts_itself:
        raise BusinessError(Code.CONFLICTING_VALUES)
    return request


def _numbers_in(extraction: Extraction) -> set[Cpr]:
    """The citizens a document names: the accepted number, or each that was read where none could be accepted."""
    read_ones: set[object] = set()
    for field in extraction.fields.values():
        read_ones |= {field.value} if field.problem is None else {each.value for each in field.considered}
    return {each for each in read_ones if isinstance(each, Cpr)}


def _read(case: Case, enclosed: Enclosed, rules: Template) -> Extraction:
    document = read_document(case.kept_file(enclosed.sha256), name=enclosed.file_name)
    found = extract(document, rules)
    must_be_free(case, _numbers_in(found))
    case.keep_reading(enclosed.sha256, rules.name, as_kept(document, found, rules))
    corrected = case.corrections(enclosed.sha256)
    if not corrected:
        return found
    right = extract(document, rules, corrected)
    must_be_free(case, _numbers_in(right))
    return right


def _accept(case: Case, enclosed: Enclosed, extraction: Extraction) -> ReadDocument:
    fields = extraction.fields
    chosen = _chosen_amount(case, fields.get("amount"))
    for name, field in fields.items():
        if field.problem is not None and not (name == "amount" and chosen is not None):
            raise BusinessError(field.problem, candidates=tuple(shown(each) for each in field.candidates))
    if extraction.problem is not None and not fields:
        raise BusinessError(extraction.problem)
    if extraction.power_of_attorney and not case.is_settled(Code.POWER_OF_ATTORNEY):
        raise BusinessError(Code.POWER_OF_ATTORNEY)

    def value(name: str, kind: type) -> object:
        found = fields[name].value if name in fields else None
        return found if isinstance(found, kind) else None

    return ReadDocument.model_validate(
        {
            "file_sha256": enclosed.sha256,
            "kind": extraction.kind,
            "cpr": value("cpr", Cpr),
            "citizen_name": value("citizen_name", Personal),
            "treatment": value("treatment", str),
            "treatment_date": value("treatment_date", date),
            "amount": value("amount", Decimal) if chosen is None else chosen,
            "provider_name": value("provider_name", str),
            "provider_cvr": value("provider_cvr", str),
            "sender_role": "behandler" if value("provider_cvr", str) else "borger",
        }
    )


def _chosen_amount(case: Case, amount: FieldResult | None) -> Decimal | None:
    """The amount a person chose, for the document that still offers it: not for another one, nor for a corrected one."""
    answer = case.answer_to(Code.CONFLICTING_AMOUNTS)
    if amount is None or answer is None or answer.candidate not in [shown(each) for each in amount.candidates]:
        return None
    return read_amount(answer.candidate)
