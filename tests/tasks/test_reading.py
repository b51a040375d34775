"""What the first steps make of a mail: a request about one citizen, or a reason for a person, which an answer can settle."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.items.answers import open_questions
from gevinst.items.model import Outcome, State
from gevinst.items.transitions import Ending
from gevinst.persons.about import hash_of
from gevinst.persons.restricting import restrict
from gevinst.store.engine import reading
from gevinst.store.tables import item_persons, items
from gevinst.values.amount import format_amount
from gevinst.values.cpr import Cpr
from sandbox.people import ORDINARY
from sandbox.post import bodies
from sandbox.post.layouts import label_table, word_table
from sandbox.post.paper import Paper, make_paper, without_cpr
from tasks.mail_item import Request
from tests.tasks.mailroom import MAILBOX, drop, letter, read, replace_mail, reply, take_in, work_through

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves on both databases how an item ends."""

BILL = make_paper(random.Random(1), ORDINARY[1], "regning")
OTHER = make_paper(random.Random(2), ORDINARY[2], "regning")
TWO_AMOUNTS = replace(BILL, amount=Decimal("1250.00"), second_amount=Decimal("1400.00"))
ON_BEHALF = replace(BILL, extra="Indsendt på vegne af borgeren ifølge fuldmagt.")


def pdf(*papers: Paper) -> list[tuple[str, bytes]]:
    """The papers as PDF files whose names say whom they are about, as such names do."""
    return [(f"regning {paper.person.name} {place}.pdf", label_table(paper)) for place, paper in enumerate(papers)]


def receive(*mails: bytes) -> None:
    """Let them come, and be taken in."""
    drop(*mails)
    take_in()


def run(engine: Engine) -> tuple[list[Request], list[Ending]]:
    """Read every case; what was read, and how each ended."""
    read_ones: list[Request] = []
    done = work_through(engine, lambda case: read_ones.append(read(case)[1]))
    return read_ones, [ending for _, ending in done.tally.endings]


def test_an_ordinary_bill_is_read(database: Engine) -> None:
    """Citizen, treatment, day, amount and provider as the paper has them; nobody is asked."""
    receive(letter(*pdf(BILL)))
    ((request,), (ending,)) = run(database)
    (document,) = request.to_register
    assert (request.cpr.digits, request.names) == (BILL.person.cpr, (BILL.person.name,))
    assert (document.kind, document.treatment, document.treatment_date) == ("regning", BILL.treatment, BILL.day)
    assert (document.amount, document.provider_name, document.provider_cvr) == (BILL.amount, BILL.provider, BILL.cvr)
    assert ending.outcome is Outcome.BY_ROBOT


@pytest.mark.parametrize(
    ("mail", "code"),
    [
        (letter(Auto_Submitted="auto-replied"), Code.AUTO_REPLY),
        (letter(*pdf(BILL), X_Failed_Recipients="kommunen@eksempel.example"), Code.BOUNCE),
        (letter(List_Unsubscribe="<https://butik.example/af>"), Code.NEWSLETTER),
    ],
)
def test_what_is_no_case_is_set_aside(database: Engine, mail: bytes, code: Code) -> None:
    """Nobody is asked, nothing is read, and the reason is recorded."""
    receive(mail)
    assert run(database) == ([], [Ending(State.COMPLETED, Outcome.SET_ASIDE, code)])


def test_a_bill_that_a_program_sent_is_a_case(database: Engine) -> None:
    """Many clinics' systems send by themselves; with a document on it, such a mail is no automatic reply."""
    receive(letter(*pdf(BILL), Auto_Submitted="auto-generated"))
    assert run(database)[1][0].outcome is Outcome.BY_ROBOT


@pytest.mark.parametrize(
    ("mail", "code"),
    [
        (letter(), Code.NO_ATTACHMENT),
        (letter(*pdf(BILL), body=bodies.COMPLAINT), Code.TEXT_TO_READ),
        (letter(*pdf(BILL), body=bodies.CRY_FOR_HELP), Code.TEXT_TO_READ),
        (letter(*pdf(BILL), Subject="Regning, og klage over jeres afgørelse"), Code.TEXT_TO_READ),
        (letter(*pdf(ON_BEHALF)), Code.POWER_OF_ATTORNEY),
        (letter(*pdf(BILL, OTHER)), Code.SEVERAL_CITIZENS),
        (letter(*pdf(without_cpr(BILL))), Code.CPR_MISSING),
        (letter(*pdf(replace(BILL, cpr_text="310271-1234"))), Code.CPR_INVALID),
        (letter(*pdf(TWO_AMOUNTS)), Code.CONFLICTING_AMOUNTS),
        (letter(*pdf(BILL, replace(BILL, treatment="Noget andet"))), Code.CONFLICTING_VALUES),
        (letter(("regning.pdf", b"")), Code.DOCUMENT_EMPTY),
        (letter(("regning.pdf", b"ikke en PDF")), Code.DOCUMENT_NOT_AS_NAMED),
        (letter(*pdf(BILL), ("bilag.pdf", b"")), Code.DOCUMENT_EMPTY),
    ],
)
def test_what_needs_a_person_goes_to_one_with_its_reason(database: Engine, mail: bytes, code: Code) -> None:
    """Each stop has its own code, and one file that can't be read stops the whole mail."""
    receive(mail)
    assert run(database) == ([], [Ending(State.PENDING, code=code)])


def test_a_mail_that_is_nowhere_is_tried_again(database: Engine) -> None:
    """Somebody may just be moving it; that is no reason to ask anyone."""
    receive(letter(*pdf(BILL)))
    box = LocalMailbox(MAILBOX)
    (summary,) = box.mails(Folder.WORKING)
    box.move(summary.id, Folder.SENT)
    assert run(database) == ([], [Ending(State.NEW, code=Code.TRY_LATER)])


# --- what an answer settles -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mails", "code"),
    [
        ([letter(*pdf(BILL), body=bodies.COMPLAINT)], Code.TEXT_TO_READ),
        ([letter(*pdf(ON_BEHALF))], Code.POWER_OF_ATTORNEY),
    ],
)
def test_what_a_person_has_looked_at_isnt_asked_again(database: Engine, mails: list[bytes], code: Code) -> None:
    """*Prøv igen* after the mail was read, or the power of attorney checked: the case goes on."""
    receive(*mails)
    assert run(database)[1] == [Ending(State.PENDING, code=code)]
    reply(database)
    ((request,), (ending,)) = run(database)
    assert request.cpr.digits == BILL.person.cpr
    assert ending.outcome is Outcome.BY_ROBOT


def test_each_of_two_questions_is_answered_by_itself(database: Engine) -> None:
    """Having read the text says nothing about the power of attorney: that is asked next, and both stay settled."""
    receive(letter(*pdf(ON_BEHALF), body=bodies.COMPLAINT))
    for code in (Code.TEXT_TO_READ, Code.POWER_OF_ATTORNEY):
        assert run(database)[1] == [Ending(State.PENDING, code=code)]
        reply(database)
    assert run(database)[1][0].outcome is Outcome.BY_ROBOT


def test_a_mail_that_looks_like_another_is_read_once_a_person_says_so(database: Engine) -> None:
    """The second mail with one Message-ID: what is read then is its own document, not the first one's."""
    receive(letter(*pdf(BILL)), letter(*pdf(OTHER)))
    first, endings = run(database)
    assert [request.cpr.digits for request in first] == [BILL.person.cpr]
    assert endings[1] == Ending(State.PENDING, code=Code.CONTENT_CHANGED)
    reply(database)
    ((second,), _) = run(database)
    assert second.cpr.digits == OTHER.person.cpr


def test_a_corrected_document_is_read_in_the_old_ones_place(database: Engine) -> None:
    """A caseworker puts a bill with the number on it on the waiting mail and says *prøv igen*."""
    receive(letter(*pdf(without_cpr(BILL))))
    assert run(database)[1] == [Ending(State.PENDING, code=Code.CPR_MISSING)]
    replace_mail(Folder.MANUAL, letter(*pdf(BILL)))
    reply(database)
    ((request,), _) = run(database)
    assert request.cpr.digits == BILL.person.cpr


def test_an_uncorrected_document_is_asked_about_again(database: Engine) -> None:
    """*Prøv igen* with nothing changed is a new question, not a case that goes through."""
    receive(letter(*pdf(without_cpr(BILL))))
    for number in (1, 2):
        assert run(database)[1] == [Ending(State.PENDING, code=Code.CPR_MISSING)]
        with reading(database) as connection:
            (question,) = open_questions(connection)
        assert question.reference.endswith(f"-{number}")
        reply(database)


# --- two amounts ----------------------------------------------------------------------------------------------------


def test_the_amounts_are_shown_as_they_are_written(database: Engine) -> None:
    """In Danish, so that a caseworker finds them on the paper."""
    receive(letter(*pdf(TWO_AMOUNTS)))
    run(database)
    with reading(database) as connection:
        (question,) = open_questions(connection)
    assert question.candidates == ("1.250,00", "1.400,00")


@pytest.mark.parametrize(("candidate", "amount"), [(1, "1.250,00"), (2, "1.400,00")])
def test_the_chosen_amount_is_taken(database: Engine, candidate: int, amount: str) -> None:
    """The answer's number is the place in the list that was shown."""
    receive(letter(*pdf(TWO_AMOUNTS)))
    run(database)
    reply(database, candidate=candidate)
    ((request,), _) = run(database)
    assert [format_amount(each.amount) for each in request.documents if each.amount] == [amount]


def test_an_answer_without_a_choice_is_no_choice(database: Engine) -> None:
    """Which amount holds is never guessed: the question comes again."""
    receive(letter(*pdf(TWO_AMOUNTS)))
    run(database)
    reply(database)
    assert run(database)[1] == [Ending(State.PENDING, code=Code.CONFLICTING_AMOUNTS)]


def test_a_choice_is_for_its_own_document(database: Engine) -> None:
    """Another bill in the same mail keeps the amount that stands on it."""
    other = replace(OTHER, person=BILL.person, day=BILL.day.replace(day=BILL.day.day % 28 + 1), amount=Decimal("99.00"))
    receive(letter(*pdf(TWO_AMOUNTS, other)))
    run(database)
    reply(database, candidate=2)
    ((request,), _) = run(database)
    assert [document.amount for document in request.to_register] == [Decimal("1400.00"), Decimal("99.00")]


def test_a_choice_ends_with_the_document_it_was_made_on(database: Engine) -> None:
    """The bill was replaced by one with a single amount: that one holds, whatever was chosen before."""
    receive(letter(*pdf(TWO_AMOUNTS)))
    run(database)
    replace_mail(Folder.MANUAL, letter(*pdf(replace(BILL, amount=Decimal("777.00")))))
    reply(database, candidate=2)
    ((request,), _) = run(database)
    assert [document.amount for document in request.documents] == [Decimal("777.00")]


# --- several files --------------------------------------------------------------------------------------------------


def test_a_bill_as_pdf_and_as_word_is_one_registration(database: Engine) -> None:
    """Both files are read and will be filed; what they say is registered once."""
    receive(letter(*pdf(BILL), ("regning.docx", word_table(BILL))))
    ((request,), _) = run(database)
    assert (len(request.documents), len(request.to_register)) == (2, 1)


def test_a_referral_beside_a_bill_is_only_filed(database: Engine) -> None:
    """It needs no amount, and isn't registered."""
    receive(letter(*pdf(BILL, replace(BILL, kind="bilag"))))
    ((request,), _) = run(database)
    assert [document.kind for document in request.documents] == ["regning", "bilag"]
    assert [document.kind for document in request.to_register] == ["regning"]


# --- whom a case is about -------------------------------------------------------------------------------------------


def citizens_of(engine: Engine) -> list[set[str]]:
    """Whom each item is about, by their CPR numbers."""
    known = {hash_of(Cpr.parse(each.person.cpr)): each.person.cpr for each in (BILL, OTHER)}
    with reading(engine) as connection:
        rows = connection.execute(select(items.c.id, item_persons.c.cpr_hash).outerjoin(item_persons)).all()
    return [
        {known[row.cpr_hash] for row in rows if row.id == number and row.cpr_hash}
        for number in {row.id for row in rows}
    ]


@pytest.mark.parametrize(
    ("papers", "people"),
    [
        ((BILL,), (BILL,)),
        ((BILL, OTHER), (BILL, OTHER)),
        ((replace(BILL, extra=f"CPR-nr.: {OTHER.person.cpr}"),), (BILL, OTHER)),
        ((TWO_AMOUNTS,), (BILL,)),
        ((without_cpr(BILL),), ()),
    ],
    ids=["one", "two papers", "two numbers on a paper", "another problem", "no number"],
)
def test_whom_a_case_is_about_is_written_down_as_it_is_read(
    database: Engine, papers: tuple[Paper, ...], people: tuple[Paper, ...]
) -> None:
    """Also where the case goes to a person for that very reason, or for another one before the reading is done."""
    receive(letter(*pdf(*papers)))
    run(database)
    assert citizens_of(database) == [{paper.person.cpr for paper in people}]


def test_a_restricted_citizens_mail_is_recognised_when_first_read(database: Engine) -> None:
    """The other mail of the same round is read as ever; the restricted one waits, also after an answer."""
    with database.begin() as connection:
        restrict(connection, hash_of(Cpr.parse(BILL.person.cpr)), initials="DPO")
    receive(letter(*pdf(BILL)), letter(*pdf(OTHER), message_id="<2@klinik.example>"))
    requests, endings = run(database)
    assert [request.cpr.digits for request in requests] == [OTHER.person.cpr]
    assert endings[0] == Ending(State.PENDING, code=Code.RESTRICTED)
    reply(database)
    assert run(database) == ([], [Ending(State.PENDING, code=Code.RESTRICTED)])
