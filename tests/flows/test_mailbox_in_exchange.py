"""The main job with its mailbox on an Exchange Server and in Exchange Online: the same ends as on one machine."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from flows.helbredstillaeg import helbredstillaeg
from gevinst.codes import Code
from gevinst.ledger.checks import reconcile
from gevinst.store.engine import reading
from sandbox.exchange.faults import Switch
from sandbox.exchange.starting import Running
from sandbox.post.paper import without_cpr
from tasks.forms import RunForm
from tests.connectors.mail.exchanges import ews_profile, graph_profile, new_mailbox
from tests.gevinst.core import register_potential
from tests.orchestrator import run_flow
from tests.pensys import RunningPensys
from tests.tasks.mailroom import MAILBOX, folders, letter
from tests.tasks.test_reading import BILL, pdf
from tests.tasks.test_running import results
from tests.thoroughness import EVERY_MOMENT

DONE = ("klaret af robotten", "")
PROFILES = {"ews": ews_profile, "graph": graph_profile}
TRIED = list(PROFILES) if EVERY_MOMENT else ["ews"]
"""Both answer the contract suite of tests/connectors/mail; the whole job by Graph is for `make chaos`."""
SENDING = {"ews": "SendItem", "graph": "send"}

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def address(backend: str, exchange: Running, house: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The job's mailbox in the stand-in, set as the one to use."""
    address = new_mailbox(exchange)
    file = house / "mailboxes.yaml"
    profile = PROFILES[backend](exchange, address).model_dump(mode="json")
    file.write_text(yaml.safe_dump({"mailboxes": {MAILBOX: profile}}), encoding="utf-8")
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))
    return address


def run(database: Engine) -> list[tuple[str, str]]:
    """Start the process as a caseworker does; what became of each case."""
    register_potential(database, activities=("read", "register", "file", "acknowledge"))
    return results(run_flow(helbredstillaeg, RunForm(initialer="ABC")))


def sent_from(exchange: Running, address: str) -> int:
    """How many mails ever left the mailbox."""
    return sum(each.mailbox == address for each in exchange.exchange.sendings())


@pytest.mark.parametrize("backend", TRIED)
def test_each_mail_comes_to_its_end(address: str, exchange: Running, database: Engine, pensys: RunningPensys) -> None:
    """One is registered and answered once, one waits for a person, one is no case; colleagues see which is which."""
    for mime in (
        letter(*pdf(BILL), message_id="<1@x.example>"),
        letter(*pdf(without_cpr(BILL)), message_id="<2@x.example>"),
        letter(message_id="<3@x.example>", List_Unsubscribe="<https://butik.example/af>"),
    ):
        exchange.exchange.deliver(address, mime)
    found = run(database)
    assert [each for each in found if each == DONE] == [DONE]
    assert ("afventer sagsbehandler", Code.CPR_MISSING.sentence) in found
    assert len(pensys.rows("registrations")) == 1
    assert sent_from(exchange, address) == 1
    assert {folder: len(mails) for folder, mails in folders().items()} == {
        Folder.DONE: 2,
        Folder.MANUAL: 1,
        Folder.SENT: 1,
    }
    assert folders()[Folder.MANUAL] == [("GEV-2", Code.CPR_MISSING.sentence)]
    with reading(database) as connection:
        assert reconcile(connection) == []


@pytest.mark.parametrize("backend", TRIED)
def test_a_send_whose_answer_is_lost_is_not_sent_again(
    address: str, backend: str, exchange: Running, database: Engine, pensys: RunningPensys
) -> None:
    """The mail went and the connection dropped: it is found in Sent, and the case is finished with it."""
    exchange.exchange.deliver(address, letter(*pdf(BILL)))
    exchange.faults.arm(Switch.DROP_AFTER, SENDING[backend])
    assert run(database) == [DONE]
    assert exchange.faults.left() == 0
    assert sent_from(exchange, address) == 1
    with open_mailbox(MAILBOX, read_only=True) as box:
        assert len(box.mails(Folder.SENT)) == 1
