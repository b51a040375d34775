"""Mail an edition of a month's report, once: the same rules as for a receipt to a citizen's mail."""

from collections.abc import Iterator
from dataclasses import dataclass

from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from sqlalchemy import Engine

from connectors.mail.acts import SendOnce
from connectors.mail.composing import derived_message_id
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from connectors.mail.report_mail import compose_report
from gevinst.codes import Code
from gevinst.errors import BusinessError, ConfigurationError, GevinstError, SetAside
from gevinst.items.answers import open_questions
from gevinst.items.case import Case, case_in_hand
from gevinst.items.loop import Run
from gevinst.items.model import Item, Outcome, State
from gevinst.items.queues import pause, resume_queue
from gevinst.items.stops import is_stopped
from gevinst.reports.editions import KEY, QUEUE, SEND, Edition, editions, put_edition
from gevinst.reports.files import files_of
from gevinst.settings import settings
from gevinst.store.engine import open_engine, reading
from gevinst.store.patience import patiently
from gevinst.values.email_address import read_email_address
from gevinst.values.errors import UnreadableValue
from tasks.receipt import answer_form, question_lines
from tasks.scheduled import was_scheduled
from tasks.step import chore

MOST_EDITIONS = 20
"""Of one run: those that waited while mail was down, too."""


@dataclass(frozen=True)
class Sending:
    """What became of the mail.

    Attributes:
        sentence: In Danish; no address.
        is_well: Whether nobody has to do anything about it.
        details: Lines of Markdown that belong to it.
    """

    sentence: str
    is_well: bool
    details: tuple[str, ...] = ()


NOT_SET_UP = Sending(
    "Rapporten er ikke sendt: driften har ikke angivet, fra hvilken postkasse og til hvem "
    "(GEVINST_REPORTS_MAILBOX og GEVINST_REPORTS_TO).",
    is_well=True,
)
SENT_BEFORE = Sending("Rapporten med disse tal er sendt før, så der er ikke sendt noget nu.", is_well=True)


def is_set_up() -> bool:
    """Whether operations has said from which mailbox and to whom reports go."""
    return bool(settings().reports_mailbox and settings().reports_to)


def recipients() -> list[str]:
    """To whom.

    Raises:
        ConfigurationError: One is no address; says which by its place, and not what it is.
    """
    found = []
    for place, each in enumerate(settings().reports_to.replace(";", ",").split(","), 1):
        try:
            found += [read_email_address(each).reveal()] if each.strip() else []
        except UnreadableValue:
            raise ConfigurationError(f"address {place} in GEVINST_REPORTS_TO is none: correct it") from None
    return found


def send_edition(edition: Edition) -> Sending:
    """Send it, unless it was sent before; whatever keeps it from going is said, and the next run sends it."""
    if not is_set_up():
        return NOT_SET_UP
    return _send(edition)


@chore("Send rapporten pr. mail")
def _send(edition: Edition) -> Sending:
    engine = open_engine()
    known = patiently(lambda: _put_in(engine, edition))
    if known.state is State.COMPLETED:
        return SENT_BEFORE if known.outcome is Outcome.BY_ROBOT else _sent(known, edition)
    run = Run(engine, QUEUE, flow_run=flow_run.get_id(), limit=MOST_EDITIONS)
    said = ""
    try:
        recipients()
        for case in run:
            with case:
                send_report_mail()
    except GevinstError as error:
        said = error.detail
        get_run_logger().warning("the report was not sent: %s", said)
    for notice in run.tally.notices:
        get_run_logger().warning(notice)
    return patiently(lambda: _outcome(engine, known.id, edition, said))


def _put_in(engine: Engine, edition: Edition) -> Item:
    """Whoever starts a run by hand has reason to believe that mail is there again."""
    with engine.begin() as connection:
        item = put_edition(connection, edition)
        if not was_scheduled() and pause(connection, QUEUE.name) is Code.SYSTEM_DOWN:
            resume_queue(connection, QUEUE.name)
    return item


def send_report_mail() -> None:
    """The case in hand: its edition goes out once; one that a newer edition has overtaken doesn't go any more."""
    case = case_in_hand()
    edition = case.payload(Edition)
    with reading(case.engine) as connection:
        is_overtaken = any(other.id > case.item.id for other in editions(connection, edition.month))
    if is_overtaken:
        _settle_overtaken(case)
    else:
        case.guarded(_act(case, _composed(case, edition)))


def _settle_overtaken(case: Case) -> None:
    """It may have gone just before its run was killed; else its draft is removed, so that nobody sends it."""
    act = _act(case, b"")
    if act.look().ours:
        case.guarded(act)
        return
    with open_mailbox(act.mailbox) as box:
        for draft in box.find(Folder.DRAFTS, act.message_id):
            box.delete(draft)
    raise SetAside(Code.SUPERSEDED)


def _act(case: Case, mime: bytes) -> SendOnce:
    message_id = derived_message_id(case.item.id, SEND)
    return SendOnce(settings().reports_mailbox, mime, message_id, name=SEND, key=KEY)


def _composed(case: Case, edition: Edition) -> bytes:
    try:
        return compose_report(
            settings().reports_mailbox,
            to=recipients(),
            subject=edition.subject,
            text=f"{edition.text}\n\nRapportens nummer: {case.item.label}",
            files=files_of(edition.month, edition.number),
            message_id=derived_message_id(case.item.id, SEND),
        )
    except OSError:
        raise BusinessError(Code.NO_ATTACHMENT, "a file of the report is gone from GEVINST_REPORTS_FOLDER") from None


def _outcome(engine: Engine, number: int, edition: Edition, said: str) -> Sending:
    """What the item's row says now."""
    with reading(engine) as connection:
        (item,) = (each for each in editions(connection, edition.month) if each.id == number)
        questions = [each for each in open_questions(connection, QUEUE.name) if each.item == item.label]
        waits, stopped = pause(connection, QUEUE.name), is_stopped(connection, QUEUE.name)
    if item.state is State.COMPLETED:
        return _sent(item, edition)
    if item.state is State.PENDING:
        lines = [line for each in questions for line in question_lines(each, answer_form())]
        why = item.code.sentence if item.code else ""
        return Sending(f"Rapporten venter på et svar, før den bliver sendt. {why}", is_well=False, details=("", *lines))
    if item.state is State.FAILED:
        why = f"Driften: `gevinst items show {item.id}`, ret fejlen, og så `gevinst items retry {item.id}`."
        return Sending(f"Rapporten er ikke sendt: der skete en fejl. {why}", is_well=False)
    why = " ".join(_why_it_waits(waits, said, stopped=stopped))
    return Sending(
        f"Rapporten er ikke sendt. {why} Filerne er der. Start kørslen igen, når det er i orden; så sendes den én gang.",
        is_well=False,
    )


def _sent(item: Item, edition: Edition) -> Sending:
    if item.outcome is not Outcome.BY_ROBOT:
        return Sending(f"Rapporten er ikke sendt af robotten: {item.code.sentence if item.code else ''}", is_well=True)
    to = len(recipients())
    which = f"som rettet udgave {edition.number} " if edition.number > 1 else ""
    return Sending(f"Rapporten er sendt {which}til {to} {'modtager' if to == 1 else 'modtagere'}.", is_well=True)


def _why_it_waits(waits: Code | None, said: str, *, stopped: bool) -> Iterator[str]:
    if stopped:
        yield "Driften har stoppet udsendelsen (gevinst queues list)."
    if waits is Code.SYSTEM_DOWN:
        yield "Mailen svarer ikke."
    elif waits is not None:
        yield waits.sentence
    if said:
        yield f"Driften: {said}."
