"""What was read is kept for whoever must look, and what they put right is what the next run works with."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select, update

from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.errors import BusinessError, LeaseLost
from gevinst.items.answers import answer, open_questions
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.corrections import Correction, WrongField
from gevinst.items.model import Outcome, State
from gevinst.items.notes import notes_of
from gevinst.items.preview import Preview
from gevinst.items.readings import DocumentReading, KeptReading, keep_reading, readings_of
from gevinst.items.refusals import AnswerRefused, Why
from gevinst.items.transitions import Ending
from gevinst.store.tables import answers, corrections, items, readings
from gevinst.values.amount import format_amount
from sandbox.people import ORDINARY
from sandbox.post.layouts import label_table, word_table
from sandbox.post.paper import make_paper, without_cpr
from tasks.mail_item import Request
from tests.gevinst.core import OutsideSystem, Register
from tests.tasks.mailroom import QUEUE, drop, letter, read, replace_mail, reply, take_in, work_through

BILL = make_paper(random.Random(1), ORDINARY[1], "regning")
WITHOUT = without_cpr(BILL)
CPR = f"{BILL.person.cpr[:6]}-{BILL.person.cpr[6:]}"


def receive(*files: tuple[str, bytes]) -> None:
    """Let a mail come, and be taken in."""
    drop(letter(*files))
    take_in()


def run(engine: Engine) -> tuple[list[Request], list[Ending]]:
    """Read every case; what was read, and how each ended."""
    found: list[Request] = []
    done = work_through(engine, lambda case: found.append(read(case)[1]))
    return found, [ending for _, ending in done.tally.endings]


def kept(engine: Engine) -> list[KeptReading]:
    """What is kept of the one item's documents."""
    with engine.connect() as connection:
        return list(readings_of(connection, 1).values())


def correct(engine: Engine, note: str = "", **fields: str) -> State:
    """A caseworker corrects fields of the first document and lets the robot go on."""
    (sha256, *_) = [each.sha256 for each in kept(engine)]
    with engine.begin() as connection:
        (question,) = open_questions(connection)
        given = [Correction(sha256, name, value) for name, value in fields.items()]
        return answer(connection, question.reference, Choice.RETRY, initials="ABC", corrections=given, note=note)


def test_what_was_read_is_kept_before_a_person_is_asked(database: Engine) -> None:
    """Every field with its title, its value as it is typed, and where it stands; the missing one with its reason."""
    receive(("regning.pdf", label_table(WITHOUT)))
    assert run(database)[1] == [Ending(State.PENDING, code=Code.CPR_MISSING)]
    (reading,) = kept(database)
    fields = {field.title: field for field in reading.document.fields}
    assert (reading.template, reading.document.kind) == ("helbredstillaeg", "regning")
    assert fields["CPR-nummer"].problem is Code.CPR_MISSING
    assert fields["Borgerens navn"].value == BILL.person.name
    assert fields["Beløb i alt"].value == format_amount(BILL.amount)
    (place,) = fields["Behandling"].places
    assert (place.page, place.text) == (1, BILL.treatment)
    assert place.box is not None


def test_a_corrected_field_lets_the_case_go_on(database: Engine) -> None:
    """The number a person gives is the request's; all else is the document's, and nobody is asked again."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    assert correct(database, cpr=CPR.replace("-", " "), note="Slået op i journalen") is State.NEW
    ((request,), (ending,)) = run(database)
    assert request.cpr.digits == BILL.person.cpr
    assert (request.names, ending.outcome) == ((BILL.person.name,), Outcome.BY_ROBOT)
    with database.connect() as connection:
        assert connection.execute(select(corrections.c.value)).scalar_one() == CPR
        assert [note.text for note in notes_of(connection, 1)] == ["Slået op i journalen"]
    assert kept(database)[0].document.fields[0].value == ""  # what the robot itself read stays beside it


def test_several_fields_of_a_word_file(database: Engine) -> None:
    """Amount, day, name and treatment in one answer, each in the way people write it."""
    receive(("regning.docx", word_table(replace(WITHOUT, amount=BILL.amount))))
    run(database)
    correct(
        database,
        cpr=CPR,
        amount="1.234,5 kr".replace(",5", ",50"),
        treatment_date="3/3-2026",
        citizen_name="Ib Holm",
        treatment="Briller",
    )
    ((request,), _) = run(database)
    (document,) = request.documents
    assert (format_amount(document.amount or BILL.amount), str(document.treatment_date)) == ("1.234,50", "2026-03-03")
    assert (request.names, document.treatment) == (("Ib Holm",), "Briller")


def test_a_correction_belongs_to_the_document_that_was_looked_at(database: Engine) -> None:
    """Another document that is put on the mail later isn't corrected by it: its missing number is asked about."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    replace_mail(Folder.MANUAL, letter(("regning.pdf", label_table(replace(WITHOUT, treatment="Noget andet")))))
    correct(database, cpr=CPR)
    assert run(database) == ([], [Ending(State.PENDING, code=Code.CPR_MISSING)])


def test_a_correction_after_the_reading_was_finished_reads_anew(database: Engine) -> None:
    """A later step asked (the name doesn't fit, say): the saved reading doesn't hide what was put right."""
    receive(("regning.pdf", label_table(BILL)))

    def mismatch(case: Case) -> None:
        _, request = read(case)
        if request.names != ("Ib Holm",):
            raise BusinessError(Code.NAME_MISMATCH)

    assert [ending.code for _, ending in work_through(database, mismatch).tally.endings] == [Code.NAME_MISMATCH]
    correct(database, citizen_name="Ib Holm")
    assert [ending.outcome for _, ending in work_through(database, mismatch).tally.endings] == [Outcome.BY_ROBOT]


def test_the_latest_correction_holds(database: Engine) -> None:
    """Corrected wrongly first, then rightly: both stand in the history, the last is worked with."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    correct(database, cpr="010203-4567")
    correct_then = work_through(database, _wrong_citizen)
    assert correct_then.tally.endings[0][1].code is Code.UNKNOWN_CITIZEN
    correct(database, cpr=CPR)
    ((request,), _) = run(database)
    assert request.cpr.digits == BILL.person.cpr


def _wrong_citizen(case: Case) -> None:
    read(case)
    raise BusinessError(Code.UNKNOWN_CITIZEN)


UNREADABLE = "kan ikke læses, som det er skrevet. Skriv for eksempel"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("cpr", "310271-1234", f"CPR-nummer {UNREADABLE} 010203-4567."),
        ("amount", "9.99", f"Beløb i alt {UNREADABLE} 1.250,00."),
        ("treatment_date", "i går", f"Behandlingsdato {UNREADABLE} 3. marts 2026."),
        ("provider_cvr", "12345678", f"Behandlingsstedets CVR-nummer {UNREADABLE} 10000009."),
        ("citizen_name", "", f"Borgerens navn {UNREADABLE} Anna Jensen."),
        ("amount", "0,00", "Beløb i alt skal være mere end nul."),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_saved(database: Engine, field: str, typed: str, said: str) -> None:
    """The Danish sentence names the field and shows a right one, and repeats nothing; the question still waits."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    with pytest.raises(WrongField) as refused:
        correct(database, note="en note", **{field: typed})
    assert [(name, sentence) for (_, name), sentence in refused.value.fields.items()] == [(field, said)]
    assert not typed or typed not in f"{refused.value!r}{refused.value.detail}"
    with database.connect() as connection:
        assert connection.execute(select(answers)).all() == connection.execute(select(corrections)).all() == []
        assert notes_of(connection, 1) == []
        assert len(open_questions(connection)) == 1


def test_a_field_nobody_read_is_no_field(database: Engine) -> None:
    """Neither of another document nor of the template's."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    with pytest.raises(AnswerRefused) as refused:
        correct(database, bank="1234")
    assert refused.value.why is Why.NOT_CORRECTED_SO


def test_what_is_written_outside_is_put_right_there(database: Engine) -> None:
    """Once the robot has registered, a correction here would be one nobody sees there: it is refused, the answer isn't."""
    receive(("regning.pdf", label_table(BILL)))
    outside = OutsideSystem()

    def register(case: Case) -> None:
        read(case)
        case.guarded(Register(outside, case.item.label))
        if not case.is_settled(Code.EXEMPT_FROM_DIGITAL_POST):
            raise BusinessError(Code.EXEMPT_FROM_DIGITAL_POST)

    work_through(database, register)
    with pytest.raises(AnswerRefused) as refused:
        correct(database, amount="1,00")
    assert refused.value.why is Why.WRITTEN_OUTSIDE
    reply(database)
    assert work_through(database, register).tally.endings[0][1].outcome is Outcome.BY_ROBOT


def test_only_an_answer_that_lets_the_robot_go_on_corrects(database: Engine) -> None:
    """*Afvis* with a corrected field would drop what was typed without a word."""
    receive(("regning.pdf", label_table(WITHOUT)))
    run(database)
    (reading,) = kept(database)
    with pytest.raises(AnswerRefused) as refused, database.begin() as connection:
        answer(connection, "1-1", Choice.REJECT, initials="ABC", corrections=[Correction(reading.sha256, "cpr", CPR)])
    assert refused.value.why is Why.NOT_CORRECTED_SO


def test_a_dry_run_keeps_nothing(database: Engine) -> None:
    """It only looks."""
    receive(("regning.pdf", label_table(WITHOUT)))
    preview = Preview(database, QUEUE.name)
    for case in preview:
        with case:
            read(case)
    assert preview.tally.endings[0][1].code is Code.CPR_MISSING
    with database.connect() as connection:
        assert connection.execute(select(readings)).all() == []


def test_who_lost_the_case_keeps_no_reading_of_it(database: Engine) -> None:
    """A worker that stood still and was overtaken writes over nothing."""
    receive(("regning.pdf", label_table(WITHOUT)))

    def overtaken(case: Case) -> None:
        with database.begin() as connection:
            connection.execute(update(items).values(lease_token="another"))
        with pytest.raises(LeaseLost), database.begin() as connection:
            keep_reading(connection, case.item, "a" * 64, "helbredstillaeg", DocumentReading())

    work_through(database, overtaken)
    assert kept(database) == []
