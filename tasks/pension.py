"""The pension system's steps: may the robot go on with this citizen, register the documents, file the originals."""

from pathlib import Path  # noqa: TC003 (read by Prefect while running)
from typing import TypeVar

from connectors.digitalpost.opening import open_digital_post
from connectors.pension.acts import FileDocument, RegisterDocument
from connectors.pension.model import SYSTEM, RegistrationForm, Upload
from connectors.pension.session import Pension, open_pension
from gevinst.access_log import record_access
from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.case import Case, Credit, case_in_hand
from gevinst.persons.about import must_be_free
from gevinst.redaction import known_personal
from gevinst.settings import settings
from gevinst.values.cpr import Cpr
from tasks.intake import MAIL_TYPE
from tasks.letters import PDF_TYPE, WrittenLetter
from tasks.mail_item import Enclosed, MailPayload, OpenedMail, Registered, Request
from tasks.step import step

T = TypeVar("T")

PURPOSE = "registrering af bilag"


def _visit(case: Case, request: Request) -> Pension:
    """The case's one visit: signed in at first use, every look-up logged, the case's own name masked where text leaves.

    Asked for at the start of each step, so a restriction that came in between stops the case there.
    """

    def log_access(cpr: Cpr) -> None:
        """A dry run's look-up is logged too: the citizen was looked at."""
        record_access(
            case.engine,
            account=settings().pension_user,
            cpr=cpr,
            system=SYSTEM,
            purpose=f"{PURPOSE} (prøvekørsel)" if case.dry_run else PURPOSE,
            item_id=case.item.id or None,
        )

    must_be_free(case, (request.cpr,))
    evidence: Path | None = None if case.dry_run else case.evidence_folder
    case.keep_open("names", lambda: known_personal((*request.names, request.cpr.formatted)))
    return case.keep_open(
        "pension", lambda: open_pension(log_access=log_access, evidence=evidence, read_only=case.dry_run)
    )


@step("Slå borgeren op", saves=False)
def check_citizen(request: Request) -> None:
    """Everything that must be known before anything is written; each hindrance goes to a person with its own code."""
    case = case_in_hand()
    citizen = _visit(case, request).citizen(request.cpr)
    if citizen is None:
        raise BusinessError(Code.UNKNOWN_CITIZEN)
    for hindered, code in (
        (citizen.deceased, Code.DECEASED),
        (citizen.protected, Code.PROTECTED_ADDRESS),
        (not citizen.has_grant, Code.NO_GRANT),
        (any(not _same_name(citizen.name.reveal(), name) for name in request.names), Code.NAME_MISMATCH),
    ):
        if hindered:
            raise BusinessError(code)
    with open_digital_post(read_only=True) as post:
        if not post.can_receive(request.cpr):
            raise BusinessError(Code.EXEMPT_FROM_DIGITAL_POST)


def _same_name(known: str, written: str) -> bool:
    """First and last name agree; middle names come and go on bills."""
    ours, theirs = known.casefold().split(), written.casefold().split()
    return bool(ours and theirs) and (ours[0], ours[-1]) == (theirs[0], theirs[-1])


@step("Registrér i fagsystemet", credit=Credit("register", counts_by_person=True))
def register(request: Request) -> Registered:
    """Register each estimate and bill on the citizen's case, under our item's number."""
    case = case_in_hand()
    received = case.payload(MailPayload).received_on
    numbers = []
    pension = _visit(case, request)
    for place, document in enumerate(request.to_register, 1):
        reference = case.item.label if place == 1 else f"{case.item.label}/{place}"
        form = RegistrationForm(
            cpr=request.cpr,
            kind=document.kind,
            treatment=_required(document.treatment),
            treatment_date=_required(document.treatment_date),
            amount=document.amount,
            provider=_required(document.provider_name),
            cvr=_required(document.provider_cvr),
            received=received,
            sender=document.sender_role,
            reference=reference,
        )
        act = RegisterDocument(pension, form, key=document.file_sha256[:12])
        numbers.append(case.guarded(act).number)
    return Registered(numbers=tuple(numbers))


def _required(value: T | None) -> T:
    if value is None:
        raise BusinessError(Code.FIELD_MISSING)
    return value


@step("Journalisér originalerne", credit=Credit("file", counts_by_person=True))
def file_originals(request: Request, opened: OpenedMail, registered: Registered, letter: WrittenLetter) -> int:
    """File the mail, its attachments and our letter on the first registration; returns how many.

    Where a colleague has put a corrected document on the mail, the mail as it first came is filed as well.
    """
    case = case_in_hand()
    mail = Enclosed(file_name="mail.eml", media_type=MAIL_TYPE, sha256=opened.original_sha256)
    before = tuple(
        Enclosed(file_name="mail-som-modtaget.eml", media_type=MAIL_TYPE, sha256=sha256)
        for sha256 in case.kept_originals()
        if sha256 != opened.original_sha256
    )
    ours = Enclosed(file_name="brev-til-borger.pdf", media_type=PDF_TYPE, sha256=letter.pdf_sha256)
    originals = (mail, *before, *opened.files, ours)
    pension = _visit(case, request)
    for each in originals:
        content = case.kept_file(each.sha256).read_bytes()
        upload = Upload(each.file_name, each.media_type, content, each.sha256)
        case.guarded(FileDocument(pension, request.cpr, registered.numbers[0], upload, case.item.label))
    return len(originals)
