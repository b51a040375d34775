"""A notice to a colleague: from the mailbox it is sent from, one plain text, and no robot answers it."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml

from connectors.mail.notice import compose_notice

GRAPH = {
    "backend": "graph",
    "address": "projekter@kommune.example",
    "client_id": "x",
    "secret": "y",
    "authority": "https://login.example/tenant",
}


def composed() -> EmailMessage:
    """One, as it would be sent."""
    mime = compose_notice(
        mailbox="projektkontor",
        to="abc@kommune.example",
        subject="Svar på din idé P-332: afvist",
        text="Hej\n\nSvar: æøå\n",
        message_id="<abc@robot.example>",
    )
    return message_from_bytes(mime, policy=policy.default)


def test_a_notice_begins_a_thread_of_its_own_and_stops_loops() -> None:
    """Danish letters arrive as they were written."""
    mail = composed()
    assert mail["Subject"] == "Svar på din idé P-332: afvist"
    assert mail.get_content().splitlines() == ["Hej", "", "Svar: æøå"]
    assert (mail["Message-ID"], mail["In-Reply-To"]) == ("<abc@robot.example>", None)
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-generated", "All")


def test_it_comes_from_the_mailbox_that_sends_it(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exchange sends nothing from an address that isn't the mailbox's; a local one has the municipality's."""
    assert composed()["From"] == "Eksempel Kommune <helbredstillaeg@eksempel.example>"
    file = house / "mailboxes.yaml"
    file.write_text(yaml.safe_dump({"mailboxes": {"projektkontor": GRAPH}}), encoding="utf-8")
    monkeypatch.setenv("GEVINST_MAILBOXES_FILE", str(file))
    assert composed()["From"] == "Eksempel Kommune <projekter@kommune.example>"
