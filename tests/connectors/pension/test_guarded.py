"""The pension system's writes as the run loop does them: journal, lease and fresh reads included."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from connectors.pension.acts import FileDocument, RegisterDocument
from gevinst.codes import Code
from gevinst.items.act import Ownership
from gevinst.items.case import Case
from gevinst.items.model import Outcome, State
from gevinst.store.tables import journal
from sandbox.legacy.state import Fault
from tests.connectors.pension.samples import CPR, FORM, file_of, visit
from tests.gevinst.core import put, row, run
from tests.pensys import RunningPensys

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The connector knows no database; the core's own tests prove the journal on both."""


def register_and_file(case: Case) -> None:
    """One case's two writes, under the item's own number."""
    with visit() as pension:
        receipt = case.guarded(RegisterDocument(pension, replace(FORM, reference=case.item.label)))
        case.guarded(FileDocument(pension, CPR, receipt.number, file_of(b"%PDF opdigtet"), case.item.label))


def receipts(engine: Engine) -> list[str]:
    """The journal's receipts, by act."""
    with engine.connect() as connection:
        rows = connection.execute(select(journal).where(journal.c.kind == "receipt").order_by(journal.c.id))
        return [found.act for found in rows]


@pytest.mark.parametrize("match", ["gem", "upload"])
def test_a_drop_after_saving_ends_completed(database: Engine, pensys: RunningPensys, match: str) -> None:
    """The connection drops with the case saved: verified by a fresh read, once in the system, nobody is asked."""
    pensys.arm(Fault.DROP_AFTER_SAVE, match=match)
    number = put(database)
    run(database, register_and_file)
    assert row(database, number).outcome == Outcome.BY_ROBOT
    assert receipts(database) == ["register", "file"]
    assert (len(pensys.rows("registrations")), len(pensys.rows("files"))) == (1, 1)


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE_SAVE, Fault.ERROR_500, Fault.EXPIRE_SESSION])
def test_a_click_without_a_trace_goes_to_a_person_and_is_not_repeated(
    database: Engine, pensys: RunningPensys, fault: Fault
) -> None:
    """After the click nothing carries our number: a person looks first, and the next run doesn't click again."""
    pensys.arm(fault, match="gem")
    number = put(database)
    for _ in range(2):
        run(database, register_and_file)
    item = row(database, number)
    assert (item.state, item.code) == (State.PENDING, Code.UNCERTAIN_WRITE)
    assert pensys.rows("registrations") == []
    assert [request["action"] for request in pensys.rows("requests")].count("gem") == 1


class KillsItsBrowser(RegisterDocument):
    """The browser dies right when the request is about to leave."""

    def write(self, ownership: Ownership) -> None:
        """Ask, then die."""

        def die() -> None:
            ownership()
            running = self.pension.case.context.browser
            assert running is not None
            running.close()

        super().write(die)


def test_a_browser_that_dies_under_the_click_never_doubles_a_case(database: Engine, pensys: RunningPensys) -> None:
    """Saved or not, it is there at most once, and a person is asked rather than a second click made."""

    def work(case: Case) -> None:
        with visit() as pension:
            case.guarded(KillsItsBrowser(pension, replace(FORM, reference=case.item.label)))

    number = put(database)
    for _ in range(2):
        run(database, work)
    item = row(database, number)
    assert (item.state, item.code) == (State.PENDING, Code.UNCERTAIN_WRITE)
    assert len(pensys.rows("registrations")) <= 1
    assert [request["action"] for request in pensys.rows("requests")].count("gem") <= 1
