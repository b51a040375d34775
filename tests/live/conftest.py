"""The mailbox that `GEVINST_LIVE_MAILBOX` names in `GEVINST_MAILBOXES_FILE`; without it nothing here is collected."""

import os
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from uuid import uuid4

import pytest
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, Mailbox
from connectors.mail.profiles import LocalMail, mailbox_profile

_GIVEN = {name: value for name, value in os.environ.items() if name.startswith("GEVINST_")}
NAME = _GIVEN.get("GEVINST_LIVE_MAILBOX", "")
collect_ignore_glob = [] if NAME else ["test_*.py"]
_ARRIVES_WITHIN_SECONDS = 120


class Post:
    """A mail from the mailbox to itself, and where it is now."""

    def __init__(self, box: Mailbox, address: str) -> None:
        self.box = box
        self.message_id = f"<{uuid4().hex}@gevinst-live.example>"
        self._address = address

    def compose(self, attached: bytes = b"") -> bytes:
        """As the robot's own receipts are."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = mail["To"] = self._address
        mail["Subject"] = "Gevinst: prøve af postkassen, må slettes"
        mail["Message-ID"] = self.message_id
        mail["Auto-Submitted"] = "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content("Kære Søren & Åse\n")
        if attached:
            mail.add_attachment(attached, maintype="application", subtype="octet-stream", filename="prøve.bin")
        return mail.as_bytes()

    def send(self, attached: bytes = b"") -> None:
        """By a draft, as everything is sent."""
        self.box.send(self.box.draft(self.compose(attached)))

    def wait_in(self, folder: Folder) -> str:
        """Its id in a folder, once it is there."""

        @retry(
            retry=retry_if_result(lambda found: not found),
            wait=wait_fixed(2),
            stop=stop_after_delay(_ARRIVES_WITHIN_SECONDS),
            retry_error_callback=lambda _: [],
        )
        def look() -> list[str]:
            return self.box.find(folder, self.message_id)

        found = look()
        assert found, f"not in {folder} within {_ARRIVES_WITHIN_SECONDS} s under the Message-ID it was sent with"
        return found[0]

    def remove(self) -> None:
        """Leave nothing of it behind."""
        for folder in Folder:
            for mail_id in self.box.find(folder, self.message_id):
                self.box.delete(mail_id, for_good=True)


@pytest.fixture(autouse=True)
def _settings_that_were_given(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every other test has none of the machine's: it must never open a real mailbox."""
    for name, value in _GIVEN.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """The mailbox."""
    with open_mailbox(NAME) as opened:
        yield opened


@pytest.fixture
def post(box: Mailbox) -> Iterator[Post]:
    """One mail to try things on."""
    profile = mailbox_profile(NAME)
    assert not isinstance(profile, LocalMail), f"{NAME} is local: name a mailbox in Exchange"
    mail = Post(box, profile.address)
    yield mail
    mail.remove()
