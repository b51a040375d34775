"""The office's answers by mail: each once, neutral, and held back rather than lost where nobody can be written to."""

import json
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from flows.svar_paa_ideer import svar_paa_ideer
from gevinst.ledger.checks import reconcile
from gevinst.potentials.idea_answers import Reason, Verdict
from gevinst.potentials.idea_mail import QUEUE, where_the_mails_are
from gevinst.potentials.ideas import list_ideas
from gevinst.staff import forget, set_address
from gevinst.store import clock
from tasks.answering_ideas import GIVEN_ANSWERS
from tasks.forms import RunForm, RunKind
from tests.gevinst.potentials.proposals import put_forward, reply
from tests.orchestrator import Ran, run_flow

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

OFFICE = "projektkontor"


def run(kind: RunKind = RunKind.REAL) -> Ran:
    """Start the process."""
    return run_flow(svar_paa_ideer, RunForm(initialer="PRO", art=kind))


def sent() -> list[EmailMessage]:
    """What the office's mailbox has sent."""
    with open_mailbox(OFFICE, read_only=True) as box:
        found = []
        for mail in box.mails(Folder.SENT):
            with box.mime(mail.id) as stream:
                found.append(message_from_binary_file(stream, policy=policy.default))
    return found


def mails(engine: Engine) -> dict[str, str]:
    """What the list says of each answer's mail."""
    with engine.connect() as connection:
        return dict(where_the_mails_are(connection, list_ideas(connection)))


@pytest.fixture
def known(database: Engine) -> None:
    """Where ABC's mail goes."""
    with database.begin() as connection:
        set_address(connection, "ABC", "abc@eksempel.example")


@pytest.mark.usefixtures("known")
def test_each_answer_goes_out_once(database: Engine) -> None:
    """A dry run foresees it, the run sends it, the next one has nothing to send; an unanswered idea gets no mail."""
    put_forward(database)
    put_forward(database, minutes=6)
    reply(database, "P-001", Verdict.REJECT, Reason.OTHERWISE)
    dry = run(RunKind.DRY)
    [foreseen] = [json.loads(text) for name, text in dry.artifacts.items() if name.startswith("Prøvekørsel")]
    assert [row["Sag"] for row in foreseen] == ["ny svar 1"]
    assert sent() == []
    assert mails(database) == {"P-001": "sendes"}

    assert run().steps == {"Hent sager fra listen": "Completed", "Send svaret": "Completed"}
    run()
    (mail,) = sent()
    assert (mail["To"], mail["Subject"]) == ("abc@eksempel.example", "Svar på din idé P-001: afvist")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    for said in ("P-001  Registrér ansøgninger i fagsystemet", "Svar: afvist.", Reason.OTHERWISE.sentence):
        assert said in text
    assert text.rstrip().endswith("Eksempel Kommune")
    assert "PRO" not in text
    assert mails(database) == {"P-001": "sendt"}
    with database.connect() as connection:
        assert reconcile(connection) == []


@pytest.mark.usefixtures("known")
def test_another_answer_is_another_mail_and_only_the_latest_goes(database: Engine) -> None:
    """What was changed before the run is never told; what is changed after it is told as well."""
    put_forward(database)
    reply(database, "P-001", Verdict.REJECT, Reason.KNOWN)
    reply(database, "P-001", Verdict.REJECT, Reason.UNCLEAR)
    run()
    reply(database, "P-001")
    run()
    assert [mail["Subject"].rpartition(": ")[2] for mail in sent()] == ["afvist", "godkendt til analyse"]
    assert [Reason.UNCLEAR.sentence in mail.get_content() for mail in sent()] == [True, False]


@pytest.mark.usefixtures("known")
def test_an_answer_that_was_changed_while_it_waited_to_be_sent_is_not_sent(database: Engine) -> None:
    """It was taken in and mail was down; only what holds now reaches the proposer."""
    put_forward(database)
    reply(database, "P-001", Verdict.REJECT, Reason.KNOWN)
    assert GIVEN_ANSWERS.take_in(QUEUE) == 1
    reply(database, "P-001")
    run()
    assert [mail["Subject"].rpartition(": ")[2] for mail in sent()] == ["godkendt til analyse"]


def test_who_has_no_address_waits_in_the_list(database: Engine) -> None:
    """No mail and no question to anybody; once the address is known the next run sends it."""
    put_forward(database)
    reply(database, "P-001")
    run()
    assert (sent(), mails(database)) == ([], {"P-001": "ingen adresse"})
    with database.begin() as connection:
        set_address(connection, "ABC", "abc@eksempel.example")
    run()
    assert [mail["To"] for mail in sent()] == ["abc@eksempel.example"]


@pytest.mark.usefixtures("known")
def test_a_send_nobody_can_tell_of_is_a_persons(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection dropped in the send and the mail is neither in Sent nor in Drafts: asked about, never sent again."""

    def drop(self: LocalMailbox, draft_id: str) -> None:
        self.delete(draft_id, for_good=True)
        raise ConnectionResetError

    put_forward(database)
    reply(database, "P-001")
    with monkeypatch.context() as cut:
        cut.setattr(LocalMailbox, "send", drop)
        run()
    run()
    assert (sent(), mails(database)) == ([], {"P-001": "afventer sagsbehandler (GEV-1)"})


@pytest.mark.usefixtures("known")
def test_a_mailbox_nobody_knows_is_said_and_the_answer_waits(
    database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run ends with the sentence that says what to set; set, the answer goes."""
    file = house / "mailboxes.yaml"
    file.write_text("mailboxes: {helbredstillaeg: {backend: local}}", encoding="utf-8")
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))
    put_forward(database)
    reply(database, "P-001")
    ran = run()
    assert ran.state.is_failed()
    assert f"mailbox '{OFFICE}' isn't in" in str(ran.state.message)
    assert mails(database) == {"P-001": "sendes"}
    monkeypatch.setenv("GEVINST_IDEA_MAILBOX", "helbredstillaeg")
    clock.offset.microseconds = 3600 * clock.MICROSECONDS
    run()
    assert mails(database) == {"P-001": "sendt"}


@pytest.mark.usefixtures("known")
def test_an_address_that_went_meanwhile_is_a_persons(database: Engine) -> None:
    """Taken in, and the proposer was forgotten before the mail was written: nobody is written to."""
    put_forward(database)
    reply(database, "P-001")
    assert GIVEN_ANSWERS.take_in(QUEUE) == 1
    with database.begin() as connection:
        forget(connection, "ABC")
    run()
    assert (sent(), mails(database)) == ([], {"P-001": "afventer sagsbehandler (GEV-1)"})
