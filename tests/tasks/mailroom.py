"""The mailbox as a colleague sees it, and the first steps over what lies in it, without the orchestrator around them."""

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from gevinst.items.answers import answer, open_questions
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.loop import Run
from gevinst.items.queues import Queue
from gevinst.settings import settings
from tasks.handing_over import hand_over_mail, settle_mail
from tasks.intake import take_in_mail
from tasks.mail_item import OpenedMail, Request
from tasks.reading import open_mail, read_documents

MAILBOX = "helbredstillaeg"
QUEUE = Queue("helbredstillaeg", "P-042", systems=("pension", "mail"))
BODY = "Hej\n\nHermed fremsendes regning.\n\nMed venlig hilsen\nTandklinikken\n"


def letter(
    *files: tuple[str, bytes], message_id: str = "<1@klinik.example>", body: str = BODY, **headers: str
) -> bytes:
    """A mail as a clinic sends it; `files` are names with their content."""
    mail = EmailMessage(policy=SMTP)
    for name, value in {"From": "Klinikken <kontakt@klinik.example>", "Subject": "Regning", **headers}.items():
        mail[name.replace("_", "-")] = value
    if message_id:
        mail["Message-ID"] = message_id
    mail.set_content(body)
    for name, content in files:
        subtype = "pdf" if name.endswith(".pdf") else _WORD
        mail.add_attachment(content, maintype="application", subtype=subtype, filename=name)
    return mail.as_bytes()


_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def drop(*mails: bytes) -> None:
    """Let mails arrive."""
    box = LocalMailbox(MAILBOX)
    for number, mime in enumerate(mails):
        (box.folder / "drop" / f"{number}.eml").write_bytes(mime)
    box.check()


def folders() -> dict[Folder, list[tuple[str, ...]]]:
    """What lies where: each mail's categories, in the folders that aren't empty."""
    with open_mailbox(MAILBOX, read_only=True) as box:
        found = {folder: [mail.categories for mail in box.mails(folder)] for folder in Folder}
    return {folder: mails for folder, mails in found.items() if mails}


def replace_mail(folder: Folder, mime: bytes) -> None:
    """What a caseworker does who puts a corrected document on the one mail of a folder."""
    box = LocalMailbox(MAILBOX)
    (summary,) = box.mails(folder)
    box.replace_content(summary.id, mime)


def take_in() -> int:
    """Fetch the post, as a run does first."""
    return int(take_in_mail.fn(QUEUE, MAILBOX))


def settle() -> int:
    """Put what was left in its place, as a run does before and after its cases."""
    return int(settle_mail.fn(QUEUE, MAILBOX))


def work_through(engine: Engine, work: Callable[[Case], object]) -> Run:
    """Every case of the queue, handed over as a run does."""
    run = Run(engine, QUEUE, case_ended=hand_over_mail)
    for case in run:
        with case:
            work(case)
    return run


def read(_case: Case | None = None) -> tuple[OpenedMail, Request]:
    """The first two steps of the case in hand."""
    opened: OpenedMail = open_mail.__wrapped__()
    request: Request = read_documents.__wrapped__("helbredstillaeg", opened)
    return opened, request


def reply(engine: Engine, choice: Choice = Choice.RETRY, *, candidate: int | None = None) -> None:
    """A caseworker answers the one question that waits."""
    with engine.begin() as connection:
        (question,) = open_questions(connection)
        answer(connection, question.reference, choice, initials="ABC", candidate=candidate)


def bytes_of_mailbox() -> dict[str, bytes]:
    """Every file of the mailbox, to compare."""
    folder = settings().mail_folder
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
