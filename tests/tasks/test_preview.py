"""A dry run of the main job: it reads and looks up what a real run would, and leaves everything as it was."""

from pathlib import Path

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.items.preview import Preview
from gevinst.persons.about import hash_of
from gevinst.persons.restricting import restrict
from gevinst.store.engine import open_engine, reading
from gevinst.store.migrate import upgrade
from gevinst.store.tables import access_log, item_persons, items
from gevinst.values.cpr import Cpr
from sandbox.people import ORDINARY, UNKNOWN
from tasks.intake import preview_inbox
from tasks.pension import check_citizen, register
from tasks.reading import open_mail, read_documents
from tests.pensys import RunningPensys
from tests.post import deliver


def dry_run() -> Preview:
    """The flow's steps up to its first write, without the orchestrator around them."""
    upgrade(open_engine())
    preview = Preview(open_engine(), "helbredstillaeg", tuple(preview_inbox("helbredstillaeg")))
    for case in preview:
        with case:
            opened = open_mail.__wrapped__()
            request = read_documents.__wrapped__("helbredstillaeg", opened)
            check_citizen.__wrapped__(request)
            register.__wrapped__(request)
    return preview


def test_a_dry_run_says_which_mails_would_go_to_a_person(pensys: RunningPensys) -> None:
    """Documents are read and citizens looked up, so an unknown one is told from one that would be registered."""
    deliver(1, person=ORDINARY[1])
    deliver(2, person=UNKNOWN)
    endings = [(ending.state, ending.outcome, ending.code) for _, ending in dry_run().tally.endings]
    assert endings == [
        (State.COMPLETED, Outcome.BY_ROBOT, None),
        (State.PENDING, None, Code.UNKNOWN_CITIZEN),
    ]


def test_a_dry_run_leaves_the_access_log_and_nothing_else(pensys: RunningPensys, house: Path) -> None:
    """No item, file, letter, registration or moved mail; only the line that says who was looked at."""
    deliver()
    dry_run()
    with reading(open_engine()) as connection:
        assert connection.execute(items.select()).all() == []
        assert connection.execute(item_persons.select()).all() == []
        (line,) = connection.execute(access_log.select()).all()
    assert (line.item_id, line.purpose) == (None, "registrering af bilag (prøvekørsel)")
    assert pensys.rows("registrations") == []
    assert not (house / "data" / "files").exists()
    assert not (house / "data" / "evidence").exists()
    assert not (house / "digitalpost").exists()
    with open_mailbox("helbredstillaeg", read_only=True) as box:
        assert len(box.mails(Folder.INBOX)) == 1


def test_a_dry_run_stops_at_a_restricted_citizen_too(pensys: RunningPensys) -> None:
    """It would be no dry run if it looked up whom a real one must not."""
    upgrade(open_engine())
    with open_engine().begin() as connection:
        restrict(connection, hash_of(Cpr.parse(ORDINARY[1].cpr)), initials="DPO")
    deliver(1, person=ORDINARY[1])
    assert [ending.code for _, ending in dry_run().tally.endings] == [Code.RESTRICTED]
    with reading(open_engine()) as connection:
        assert connection.execute(access_log.select()).all() == []
