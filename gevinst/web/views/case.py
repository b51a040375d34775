"""One case with all that is known of it, and the answer to its question."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from gevinst.codes import Code
from gevinst.desk.answering import LONGEST_NUMBER, Action, NotTaken, Typed, approves, give, must_choose
from gevinst.desk.case import CaseFacts, KeptFile, ShownDocument
from gevinst.desk.pictures import Asked, Picture
from gevinst.desk.showing import CannotShow, Mark, ShownMail, shows_mail
from gevinst.desk.unread import instead_of_fields
from gevinst.items.files import stored_path
from gevinst.items.notes import LONGEST_NOTE
from gevinst.ledger.human_time import TimeBand
from gevinst.web.asking import address
from gevinst.web.house import House
from gevinst.web.signed_in import csrf_of, facts_of, form_of, looking, person_of

NOT_SAVED = 422
_DIGITS = 18
"""Of the largest number a form sends, an instant in microseconds; what has more is none of ours."""
DRAWING_SECONDS = 3.0
"""How long a case's page waits for its documents in all; its pictures come by themselves."""


@dataclass(frozen=True)
class Drawn:
    """A document as the page shows it: how many pages, None while nobody knows, and what must be said of them."""

    document: ShownDocument
    name: str
    pages: int | None
    sentence: str


def case(request: Request, house: House) -> Response:
    """`/sager/GEV-1042`."""
    with looking(request, house.engine, "GET /sager/{item}") as look:
        return _shown(request, house, look.number)


def give_answer(request: Request, house: House) -> Response:
    """`/sager/GEV-1042/svar`: the answer is saved whole, or the page comes again with what was typed and why it isn't."""
    with looking(request, house.engine, "POST /sager/{item}/svar") as look:
        try:
            with house.engine.begin() as connection:
                facts = facts_of(connection, look.number)
                typed = typed_in(form_of(request), facts)
                give(connection, facts, typed, initials=person_of(request).initials)
        except NotTaken as refused:
            look.status = NOT_SAVED
            return _shown(request, house, look.number, typed=typed, refused=refused)
        look.status = 303
    return RedirectResponse(address("sager", besvaret=facts.label), 303)


def typed_in(form: Mapping[str, str], facts: CaseFacts) -> Typed:
    """What somebody typed and clicked; what is none of the choices is as if nothing was chosen."""
    fields = {
        (document.file.sha256, each.read.name): form[name]
        for document in facts.documents
        for each in document.fields
        if (name := field_name(document, each.read.name)) in form
    }
    return Typed(
        question=_number(form.get("spoergsmaal", "")) or 0,
        action=Action(form["valg"]) if form.get("valg") in set(Action) else None,
        proposed_at=_number(form.get("foreslaaet", "")),
        fields=fields,
        candidate=_number(form.get("forslag", "")),
        case_number=form.get("sagsnummer", "").strip(),
        note=form.get("note", ""),
        time_band=TimeBand(form["tid"]) if form.get("tid") in set(TimeBand) else TimeBand.NOT_GIVEN,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def field_name(document: ShownDocument, name: str) -> str:
    """What the form calls a field of a document."""
    return f"felt.{document.file.short}.{name}"


def _shown(
    request: Request, house: House, number: int, *, typed: Typed | None = None, refused: NotTaken | None = None
) -> Response:
    typed = typed or Typed(0, None)
    with house.figures.reading() as connection:
        facts = facts_of(connection, number)
    mail, mail_problem = _mail(facts)
    if mail is not None:
        facts = facts.with_documents_of(mail.names)
    return house.page(
        "case.html",
        status=200 if refused is None else NOT_SAVED,
        here="waiting",
        person=person_of(request),
        csrf=csrf_of(request),
        facts=facts,
        question=facts.question,
        mail=mail,
        mail_problem=mail_problem,
        mail_first=not facts.documents or (facts.question is not None and facts.question.code is Code.TEXT_TO_READ),
        drawn=_drawn(house, facts, mail),
        typed=typed,
        still=typed.for_question(facts.question.number) if facts.question else typed,
        problem="" if refused is None else refused.sentence,
        wrong={} if refused is None else refused.fields,
        field_name=field_name,
        name_of=partial(_name_of, mail),
        longest_note=LONGEST_NOTE,
        longest_number=LONGEST_NUMBER,
        bands=tuple(TimeBand),
        instead=instead_of_fields(facts),
        **_of_question(request, facts),
    )


def _of_question(request: Request, facts: CaseFacts) -> dict[str, Any]:
    """What the form offers for the question that waits."""
    question = facts.question
    if question is None:
        return {"approves": False, "must_choose": False, "is_own_proposal": False}
    proposal = question.proposal
    return {
        "approves": approves(question),
        "must_choose": must_choose(question),
        "is_own_proposal": proposal is not None and proposal.staff_id == person_of(request).staff_id,
    }


def _mail(facts: CaseFacts) -> tuple[ShownMail | None, str]:
    """The mail the case came with, or why it isn't shown."""
    if facts.original is None:
        return None, ""
    try:
        return shows_mail()(stored_path(facts.original.sha256)), ""
    except CannotShow as cannot:
        return None, cannot.sentence


def _drawn(house: House, facts: CaseFacts, mail: ShownMail | None) -> list[Drawn]:
    """Each document's first page is drawn here already, if that is soon done: only so the page can say what can't be."""
    firsts = house.pictures.first_pages([asked_of(facts, each) for each in facts.documents], seconds=DRAWING_SECONDS)
    return [
        Drawn(each, _name_of(mail, each.file), *_said_of(first))
        for each, first in zip(facts.documents, firsts, strict=True)
    ]


def _said_of(first: Picture | CannotShow | None) -> tuple[int | None, str]:
    if first is None:
        return None, "Dokumentet er ved at blive tegnet. Åbn sagen igen om lidt for at se alle sider."
    if isinstance(first, CannotShow):
        return 0, first.sentence
    return first.count, first.rest


def _name_of(mail: ShownMail | None, file: KeptFile) -> str:
    """What the sender called a file, as far as the mail says it."""
    return (mail.names.get(file.sha256) if mail else None) or file.file_name


def asked_of(facts: CaseFacts, document: ShownDocument) -> Asked:
    """A document with what was read marked on it."""
    reading = document.reading
    read = () if reading is None else reading.document.fields
    return Asked(
        item_id=facts.item_id,
        sha256=document.file.sha256,
        path=stored_path(document.file.sha256),
        name=document.file.file_name,
        marks=[
            Mark(place.page, field.title if at == 0 else "", place.box, place.text, stumbled=field.problem is not None)
            for field in read
            for at, place in enumerate(field.places)
        ],
        read_at=0 if reading is None else reading.read_at,
    )
