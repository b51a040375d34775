"""The main job as a whole, on Prefect's own server, in the real browser, one case for each end."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from connectors.mail.port import Folder
from flows.helbredstillaeg import helbredstillaeg
from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.answers import answer, open_questions
from gevinst.items.choices import Choice
from gevinst.items.model import Outcome, State
from gevinst.ledger.checks import reconcile
from gevinst.store import clock
from gevinst.store.engine import reading
from gevinst.store.tables import items, ledger_entries
from sandbox.legacy.state import Fault, save_registration
from sandbox.post.paper import without_cpr
from tasks.forms import RunForm
from tests.gevinst.core import register_potential
from tests.orchestrator import Ran, run_flow
from tests.pensys import RunningPensys
from tests.post import sent_to
from tests.tasks.mailroom import drop, folders, letter, replace_mail, reply
from tests.tasks.test_reading import BILL, TWO_AMOUNTS, pdf
from tests.tasks.test_running import results
from tests.thoroughness import by_chaos

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]
"""What a database could do differently the core's own tests show one by one; `test_mailbox_in_exchange` is on SQLite."""

ACTIVITIES = ("read", "register", "file", "acknowledge")
DONE = ("klaret af robotten", "")


@pytest.fixture(autouse=True)
def _potential(database: Engine) -> None:
    register_potential(database, activities=ACTIVITIES)


def run() -> Ran:
    """Start the process as a caseworker does."""
    return run_flow(helbredstillaeg, RunForm(initialer="ABC"))


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour passes."""
    monkeypatch.setattr(clock.offset, "microseconds", clock.offset.microseconds + 3600 * clock.MICROSECONDS)


def assert_done_once(database: Engine, pensys: RunningPensys, house: Path, *, filed: int = 3) -> None:
    """One case, finished by the robot: in every place exactly once, and each activity posted once."""
    with reading(database) as connection:
        item = connection.execute(items.select().order_by(items.c.id)).first()
        entries = connection.execute(ledger_entries.select().where(ledger_entries.c.kind == "saving")).all()
        assert reconcile(connection) == []
    assert item is not None
    assert (item.state, item.outcome, item.code) == (State.COMPLETED, Outcome.BY_ROBOT, None)
    assert sorted((entry.item_id, entry.activity) for entry in entries) == [
        (item.id, activity) for activity in sorted(ACTIVITIES)
    ]
    (registration,) = pensys.rows("registrations")
    files = pensys.rows("files")
    assert [file["registration"] for file in files] == [registration["number"]] * filed
    assert len({file["remark"] for file in files}) == filed
    assert len(sent_to(house / "digitalpost")) == 1
    assert folders()[Folder.DONE] == [("GEV-1",)]
    assert folders()[Folder.SENT] == [()]


def test_a_bill_goes_through_beside_what_does_not(database: Engine, pensys: RunningPensys, house: Path) -> None:
    """Registered as it stands on the paper, filed, acknowledged and posted; one mail for a person, one no case."""
    drop(
        letter(*pdf(BILL), message_id="<1@x.example>"),
        letter(*pdf(without_cpr(BILL)), message_id="<2@x.example>"),
        letter(message_id="<3@x.example>", List_Unsubscribe="<https://butik.example/af>"),
    )
    ran = run()
    assert results(ran) == [
        DONE,
        ("afventer sagsbehandler", Code.CPR_MISSING.sentence),
        ("ikke en sag", Code.NEWSLETTER.sentence),
    ]
    (saved,) = pensys.rows("registrations")
    assert (saved["cpr"], saved["kind"], saved["amount"]) == (BILL.person.cpr, "Regning", BILL.amount_text)
    assert (saved["treatment"], saved["treatment_date"]) == (BILL.treatment, BILL.day_text)
    assert (saved["cvr"], saved["reference"]) == (BILL.cvr, "GEV-1")
    assert folders() == {
        Folder.DONE: [("GEV-1",), ("GEV-3", Code.NEWSLETTER.sentence)],
        Folder.MANUAL: [("GEV-2", Code.CPR_MISSING.sentence)],
        Folder.SENT: [()],
    }
    assert len(pensys.rows("files")) == 3
    assert len(sent_to(house / "digitalpost")) == 1
    with reading(database) as connection:
        entries = connection.execute(ledger_entries.select()).all()
        assert reconcile(connection) == []
    assert sorted(entry.activity for entry in entries) == sorted(ACTIVITIES)
    assert [part for part in (*BILL.person.name.split(), BILL.person.cpr, BILL.cpr) if part in ran.everything] == []
    assert set(ran.steps.values()) == {"Completed"}


def test_a_corrected_document_is_what_is_registered_and_filed(
    database: Engine, pensys: RunningPensys, house: Path
) -> None:
    """The caseworker puts the right paper on the mail in *Til manuel behandling* and says *prøv igen*."""
    came = letter(*pdf(without_cpr(BILL)))
    drop(came)
    assert results(run()) == [("afventer sagsbehandler", Code.CPR_MISSING.sentence)]
    mended = letter(*pdf(BILL))
    replace_mail(Folder.MANUAL, mended)
    reply(database)
    assert results(run()) == [DONE]
    assert_done_once(database, pensys, house, filed=4)  # the mail as it first came is an original, too
    assert [file["content"] for file in pensys.rows("files")][:2] == [mended, came]


@by_chaos
def test_the_chosen_amount_is_what_is_registered(database: Engine, pensys: RunningPensys, house: Path) -> None:
    """Two amounts on the paper, and the caseworker says which: the second."""
    drop(letter(*pdf(TWO_AMOUNTS)))
    assert results(run()) == [("afventer sagsbehandler", Code.CONFLICTING_AMOUNTS.sentence)]
    reply(database, candidate=2)
    assert results(run()) == [DONE]
    assert_done_once(database, pensys, house)
    assert pensys.rows("registrations")[0]["amount"] == "1.400,00"


@by_chaos
def test_a_registration_that_a_person_found_is_gone_on_with(
    database: Engine, pensys: RunningPensys, house: Path
) -> None:
    """The robot couldn't tell; a person names the number: nothing is written again, and the originals are filed on it."""
    pensys.arm(Fault.DROP_BEFORE_SAVE, match="gem")
    drop(letter(*pdf(BILL)))
    assert results(run()) == [("afventer sagsbehandler", Code.UNCERTAIN_WRITE.sentence)]
    as_saved = {"cpr": BILL.person.cpr, "kind": "Regning", "treatment_date": BILL.day_text, "reference": "I HÅNDEN"}
    number = save_registration(pensys.database, as_saved)
    with database.begin() as connection:
        answer(connection, "1-1", Choice.FOUND, initials="ABC", case_number=number)
    assert results(run()) == [DONE]
    assert_done_once(database, pensys, house)
    assert [request["action"] for request in pensys.rows("requests")].count("gem") == 1


@by_chaos
def test_a_registration_that_is_not_there_is_written_once_more(
    database: Engine, pensys: RunningPensys, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person has looked. While the first write may still be under way the answer is refused; then it is written."""
    pensys.arm(Fault.DROP_BEFORE_SAVE, match="gem")
    drop(letter(*pdf(BILL)))
    assert results(run()) == [("afventer sagsbehandler", Code.UNCERTAIN_WRITE.sentence)]
    with pytest.raises(Refused, match="under way"), database.begin() as connection:
        answer(connection, "1-1", Choice.WRITE_AGAIN, initials="ABC")
    later(monkeypatch)
    reply(database, Choice.WRITE_AGAIN)
    assert results(run()) == [DONE]
    assert_done_once(database, pensys, house)


def test_a_system_that_goes_down_is_waited_for(
    database: Engine, pensys: RunningPensys, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Right before the write: the case costs no attempt, the next isn't begun, and an hour later both are finished."""
    pensys.arm(Fault.ERROR_500, match="nyt")
    drop(
        letter(*pdf(BILL), message_id="<1@x.example>"),
        letter(message_id="<2@x.example>", List_Unsubscribe="<https://butik.example/af>"),
    )
    ran = run()
    assert results(ran) == [("prøves igen senere", Code.SYSTEM_DOWN.sentence)]
    assert ran.state.is_completed()
    assert results(run()) == []
    with reading(database) as connection:
        assert [(row.state, row.attempts_used) for row in connection.execute(items.select())] == [(State.NEW, 0)] * 2
        assert open_questions(connection) == []
    later(monkeypatch)
    assert results(run()) == [DONE, ("ikke en sag", Code.NEWSLETTER.sentence)]
    with reading(database) as connection:
        entries = connection.execute(ledger_entries.select()).all()
    assert sorted(entry.activity for entry in entries) == sorted(ACTIVITIES)
    assert (len(pensys.rows("registrations")), len(pensys.rows("files"))) == (1, 3)
