"""What doctor says of each mailbox."""

from pathlib import Path

import pytest
import yaml

from connectors.mail.check import check_mail
from connectors.mail.local import LocalMailbox
from connectors.mail.profiles import LocalMail, MailProfile
from gevinst.doctor import run_check
from sandbox.exchange.starting import Running
from tests.connectors.mail.exchanges import ews_profile, graph_profile, new_mailbox


def configure(house: Path, monkeypatch: pytest.MonkeyPatch, **mailboxes: MailProfile) -> None:
    """Write the file of mailboxes."""
    file = house / "mailboxes.yaml"
    written = {name: each.model_dump(mode="json") for name, each in mailboxes.items()}
    file.write_text(yaml.safe_dump({"mailboxes": written}))
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))


def test_without_mailboxes_there_is_nothing_to_do() -> None:
    """A new installation is in order."""
    (finding,) = check_mail()
    assert finding.ok
    assert "none yet" in finding.detail


def test_local_mailboxes_are_named_and_a_folder_that_cannot_be_used_is_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations sees which mailboxes there are, or what stands in the way."""
    box = LocalMailbox("helbredstillaeg")
    (finding,) = check_mail()
    assert (finding.name, finding.ok) == ("mail helbredstillaeg", True)
    wrong = box.folder.parent / "a-file"
    wrong.write_text("x")
    monkeypatch.setenv("GEVINST_MAIL_FOLDER", str(wrong))
    (finding,) = check_mail()
    assert not finding.ok
    assert str(wrong) in finding.remedy


def test_a_local_mailbox_whose_state_is_damaged_is_a_finding() -> None:
    """A database that is none, and not a stack trace."""
    box = LocalMailbox("helbredstillaeg")
    (box.folder / "mailbox.sqlite").write_bytes(b"no database at all" * 100)
    (finding,) = check_mail()
    assert not finding.ok


def test_each_mailbox_is_tried_and_says_where_it_is(
    exchange: Running, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One on this machine, one on a server, one online; and which folders are made."""
    configure(
        house,
        monkeypatch,
        byggesag=ews_profile(exchange, new_mailbox(exchange)),
        helbredstillaeg=LocalMail(relay="smtp.eksempel.example:25"),
        oekonomi=graph_profile(exchange, new_mailbox(exchange)),
    )
    findings = {each.name: each for each in check_mail()}
    assert [each.ok for each in findings.values()] == [True, True, True]
    assert "localhost, by ntlm as delegate" in findings["mail byggesag"].detail
    assert "smtp.eksempel.example:25" in findings["mail helbredstillaeg"].detail
    assert "Exchange Online, by secret" in findings["mail oekonomi"].detail
    assert "none yet" in findings["mail byggesag"].detail


@pytest.mark.parametrize("kind", ["ews", "graph"])
def test_what_an_administrator_must_grant_is_said(
    exchange: Running, house: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The others are looked at all the same, and no address is shown."""
    address = new_mailbox(exchange)
    exchange.exchange.grant(address, granted=False)
    profile = {"ews": ews_profile, "graph": graph_profile}[kind](exchange, address)
    configure(house, monkeypatch, byggesag=profile, helbredstillaeg=LocalMail())
    closed, opened = check_mail()
    assert (closed.ok, opened.ok) == (False, True)
    assert {"ews": "FullAccess", "graph": "Mail.ReadWrite"}[kind] in closed.remedy
    assert "docs/" in closed.remedy
    assert address not in str(closed)


@pytest.mark.parametrize("kind", ["ews", "graph"])
def test_one_wrong_password_is_tried_once_however_many_mailboxes_have_it(
    exchange: Running, house: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Three tries would lock the account in many a domain."""
    for name in ("TEST", "APPLICATION"):
        monkeypatch.setenv(f"GEVINST_SECRET_MAIL_{name}", "forkert")
    profile = {"ews": ews_profile, "graph": graph_profile}[kind]
    boxes = {name: profile(exchange, new_mailbox(exchange)) for name in ("a", "b", "c")}
    configure(house, monkeypatch, **boxes)
    findings = list(check_mail())
    assert [each.ok for each in findings] == [False, False, False]
    assert "mail-" in findings[0].remedy or "secret" in findings[0].remedy
    assert [each.authorised for each in exchange.exchange.requests() if each.authorised is not None] == [False]


def test_a_server_that_is_down_is_nobodys_fault_here(
    exchange: Running, house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queues wait by themselves."""
    monkeypatch.setattr("connectors.mail.ews.patience.pause", lambda _: None)
    exchange.faults.arm("503-before", "GetFolder", times=9)
    configure(house, monkeypatch, byggesag=ews_profile(exchange, new_mailbox(exchange)))
    (finding,) = check_mail()
    assert not finding.ok
    assert "wait" in finding.remedy


def test_a_file_of_mailboxes_with_a_mistake_is_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the mistake in it."""
    file = house / "mailboxes.yaml"
    file.write_text("mailboxes: {byggesag: {backend: ews, auth: ntlm}}")
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))
    (finding,) = run_check("mail", check_mail)
    assert not finding.ok
    assert "byggesag" in finding.remedy
    assert "endpoint" in finding.remedy
