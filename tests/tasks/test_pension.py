"""The pension system's steps: who may be gone on with, what is registered under which number, and what is filed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from connectors.digitalpost.local import LocalDigitalPost
from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.loop import Run
from gevinst.items.model import State
from gevinst.persons.about import hash_of
from gevinst.persons.restricting import restrict
from gevinst.settings import settings
from gevinst.store.tables import access_log, item_persons
from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal
from sandbox.legacy.state import save_registration
from sandbox.people import DECEASED, EXEMPT, ORDINARY, PROTECTED, UNKNOWN, WITHOUT_GRANT, Person
from tasks.letters import WrittenLetter
from tasks.mail_item import Enclosed, MailPayload, OpenedMail, ReadDocument, Registered, Request
from tasks.pension import _same_name, check_citizen, file_originals, register
from tests.connectors.pension.altered import Altered
from tests.gevinst.core import put, row, run
from tests.pensys import RunningPensys

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves journal and endings on both databases; the flow's own tests do all this on both."""

PAYLOAD = MailPayload.model_validate(
    {"mailbox": "helbredstillaeg", "message_id": "<1@klinik.example>", "received_at": "2026-11-24T23:30:00Z"}
).model_dump(mode="json")


AS_SAVED = {
    "cpr": ORDINARY[1].cpr,
    "kind": "Regning",
    "treatment": "Briller",
    "treatment_date": "03-09-2026",
    "amount": "1.234,50",
    "provider": "Optik Sandkassen",
    "cvr": "20000013",
    "received": "25-11-2026",  # half past midnight in Denmark
    "sender": "behandler",
    "reference": "GEV-1",
}


def bill(person: Person, **what: object) -> ReadDocument:
    """A bill about a person as it was read."""
    return ReadDocument(
        file_sha256="a" * 64,
        kind="regning",
        cpr=Cpr.parse(person.cpr),
        citizen_name=Personal(person.name),
        treatment="Briller",
        treatment_date=date(2026, 9, 3),
        amount=Decimal("1234.50"),
        provider_name="Optik Sandkassen",
        provider_cvr="20000013",
        sender_role="behandler",
    ).model_copy(update=what)


def request_of(*documents: ReadDocument) -> Request:
    """A mail with these documents, all about one citizen."""
    cpr, name = documents[0].cpr, documents[0].citizen_name
    assert cpr is not None
    assert name is not None
    return Request(cpr=cpr, citizen_name=name, documents=documents)


def check(engine: Engine, request: Request) -> Run:
    """Run the one step over one item."""
    put(engine, **PAYLOAD)
    return run(engine, lambda _case: check_citizen.__wrapped__(request))


# --- may the robot go on with this citizen? -------------------------------------------------------------------------


def test_a_known_citizen_with_a_grant_is_gone_on_with(database: Engine, pensys: RunningPensys) -> None:
    """Nothing hinders; one line says who was looked up and why, without the number itself."""
    ending = check(database, request_of(bill(ORDINARY[1]))).tally.endings[0][1]
    assert (ending.state, ending.code) == (State.COMPLETED, None)
    with database.connect() as connection:
        (line,) = connection.execute(access_log.select()).all()
    assert (line.account, line.system, line.purpose) == (settings().pension_user, "pension", "registrering af bilag")
    assert ORDINARY[1].cpr not in repr(line)


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (UNKNOWN, Code.UNKNOWN_CITIZEN),
        (DECEASED, Code.DECEASED),
        (PROTECTED, Code.PROTECTED_ADDRESS),
        (WITHOUT_GRANT, Code.NO_GRANT),
        (EXEMPT, Code.EXEMPT_FROM_DIGITAL_POST),
        (replace(ORDINARY[1], name="Ditte Dalgårdsen"), Code.NAME_MISMATCH),
    ],
)
def test_each_hindrance_goes_to_a_person_with_its_own_reason(
    database: Engine, pensys: RunningPensys, person: Person, code: Code
) -> None:
    """Found out before anything is written; nothing is registered."""
    LocalDigitalPost().exempt(Cpr.parse(EXEMPT.cpr))
    ending = check(database, request_of(bill(person))).tally.endings[0][1]
    assert (ending.state, ending.code) == (State.PENDING, code)
    assert pensys.rows("registrations") == []


def test_every_documents_name_must_be_the_citizens(database: Engine, pensys: RunningPensys) -> None:
    """One number and two names in one mail: the second paper may be another person's with a slip in the number."""
    mine, other = bill(ORDINARY[1]), bill(ORDINARY[1], citizen_name=Personal(ORDINARY[2].name))
    assert check(database, request_of(mine, other)).tally.endings[0][1].code is Code.NAME_MISMATCH


def test_a_restricted_citizen_is_not_looked_up(database: Engine, pensys: RunningPensys) -> None:
    """Neither a line in the access log nor a request to the old system; whom the case is about is written down."""
    restrict_first(database)
    assert check(database, request_of(bill(ORDINARY[1]))).tally.endings[0][1].code is Code.RESTRICTED
    with database.connect() as connection:
        assert connection.execute(access_log.select()).all() == []
        assert [each.item_id for each in connection.execute(item_persons.select())] == [1]
    assert pensys.rows("requests") == []


def test_one_restricted_between_two_steps_is_not_written_on(database: Engine, pensys: RunningPensys) -> None:
    """The citizen was looked up, then restricted: nothing is registered, and the visit isn't used again."""
    put(database, **PAYLOAD)
    request = request_of(bill(ORDINARY[1]))

    def work(_case: Case) -> None:
        check_citizen.__wrapped__(request)
        restrict_first(database)
        register.__wrapped__(request)

    assert run(database, work).tally.endings[0][1].code is Code.RESTRICTED
    assert pensys.rows("registrations") == []


def restrict_first(engine: Engine) -> None:
    """Restrict the processing of the ordinary citizen's data."""
    with engine.begin() as connection:
        restrict(connection, hash_of(Cpr.parse(ORDINARY[1].cpr)), initials="DPO")


def test_a_changed_screen_leaves_evidence_in_the_cases_folder(database: Engine, pensys: RunningPensys) -> None:
    """Operations sees the page it stopped on, without the citizen."""
    pensys.use(Altered(pensys.database, "<h1>Borger</h1>", "<h1>Person</h1>"))
    ending = check(database, request_of(bill(ORDINARY[1]))).tally.endings[0][1]
    assert (ending.state, ending.code) == (State.FAILED, Code.SCREEN_CHANGED)
    text = (settings().evidence_folder / "GEV-1" / "claim-1" / "page.txt").read_text(encoding="utf-8")
    assert "Helbredstillæg" in text
    assert [part for part in (ORDINARY[1].cpr[6:], *ORDINARY[1].name.split()) if part in text] == []


@pytest.mark.parametrize("written", ["{first} Marie {last}", "{FIRST} {LAST}", " {first}  {last} "])
def test_a_middle_name_or_capitals_are_no_other_name(database_url: str, written: str) -> None:
    """Clinics write names as they like; first and last name agree."""
    first, last = ORDINARY[1].name.split()
    name = written.format(first=first, last=last, FIRST=first.upper(), LAST=last.upper())
    assert _same_name(ORDINARY[1].name, name)


# --- registering and filing -----------------------------------------------------------------------------------------


def test_each_document_is_registered_under_the_items_number(database: Engine, pensys: RunningPensys) -> None:
    """In the old system's writing; the second one's reference tells it from the first; asked again, nothing is added."""
    two = request_of(bill(ORDINARY[1]), bill(ORDINARY[1], file_sha256="b" * 64, treatment_date=date(2026, 9, 4)))
    given: list[Registered] = []

    def work(_case: Case) -> None:
        given.extend(register.__wrapped__(two) for _ in range(2))

    number = put(database, **PAYLOAD)
    run(database, work)
    assert row(database, number).state == State.COMPLETED
    saved = pensys.rows("registrations")
    assert [each["reference"] for each in saved] == ["GEV-1", "GEV-1/2"]
    assert given == [Registered(numbers=tuple(each["number"] for each in saved))] * 2
    assert {name: saved[0][name] for name in AS_SAVED} == AS_SAVED


@pytest.mark.parametrize("missing", ["treatment", "treatment_date", "provider_name", "provider_cvr"])
def test_without_a_field_nothing_is_registered(database: Engine, pensys: RunningPensys, missing: str) -> None:
    """An enclosure needn't have them all; to register one, they are needed."""
    put(database, **PAYLOAD)
    done = run(database, lambda _case: register.__wrapped__(request_of(bill(ORDINARY[1], **{missing: None}))))
    assert done.tally.endings[0][1].code is Code.FIELD_MISSING
    assert [each["action"] for each in pensys.rows("requests")].count("gem") == 0


def test_the_mail_its_files_and_our_letter_are_filed(database: Engine, pensys: RunningPensys) -> None:
    """Byte for byte on the first registration, under neutral names and our number; asked again, nothing is added."""
    number = save_registration(pensys.database, AS_SAVED)
    request = request_of(bill(ORDINARY[1]))

    def work(case: Case) -> None:
        mail, attached, letter = (
            case.keep_file(content, role=role, file_name="x", media_type="application/pdf")
            for role, content in (("original", b"mail"), ("attachment", b"%PDF bilag"), ("letter", b"%PDF brev"))
        )
        opened = OpenedMail(
            original_sha256=mail,
            sender=Personal("kontakt@klinik.example"),
            message_id=Personal("<1@klinik.example>"),
            no_answer=None,
            files=(Enclosed(file_name="dokument-1.pdf", media_type="application/pdf", sha256=attached),),
        )
        for _ in range(2):
            file_originals.__wrapped__(request, opened, Registered(numbers=(number,)), WrittenLetter(pdf_sha256=letter))

    item = put(database, **PAYLOAD)
    run(database, work)
    assert row(database, item).state == State.COMPLETED
    filed = pensys.rows("files")
    assert [each["name"] for each in filed] == ["mail.eml", "dokument-1.pdf", "brev-til-borger.pdf"]
    assert [each["content"] for each in filed] == [b"mail", b"%PDF bilag", b"%PDF brev"]
    assert [each["remark"] for each in filed] == [f"GEV-1 {each['sha256'][:12]}" for each in filed]
