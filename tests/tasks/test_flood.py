"""Post beyond the limits stays in the inbox, whoever sends it and however; what a killed run left is finished all the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.items.intakes import held
from gevinst.settings import settings
from gevinst.store.tables import items, senders
from tests.tasks.mailroom import drop, folders, letter, take_in, work_through

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves the counting on both databases."""


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four at a time, two of a sender a day."""
    monkeypatch.setenv("GEVINST_INTAKE_PER_POLL", "4")
    monkeypatch.setenv("GEVINST_INTAKE_PER_SENDER", "2")


def from_(sender: str, *numbers: int, **more: Any) -> Iterator[bytes]:
    """Mails of a sender, each another one."""
    for number in numbers:
        named = {"message_id": f"<{number}@{sender}>", "body": f"Nummer {number}", **more}
        yield letter(**named, From=f"Klinikken <post@{sender}>")


def left() -> int:
    """How many mails lie in the inbox."""
    return len(folders().get(Folder.INBOX, []))


def test_a_senders_flood_stays_and_others_are_taken_in(database: Engine) -> None:
    """Nothing of it is lost, marked, moved or stored; a clinic behind it in the line isn't held up."""
    drop(*from_("bombe.example", 1, 2, 3, 4, 5), *from_("klinik.example", 1))
    assert take_in() == 3
    assert folders()[Folder.INBOX] == [()] * 3
    assert len([path for path in settings().files_folder.rglob("*") if path.is_file()]) == 3
    with database.connect() as connection:
        (look,) = held(connection)
        hashes = [row.sender_hash for row in connection.execute(senders.select())]
    assert (look.over_sender, look.over_queue) == (3, 0)
    assert len(set(hashes)) == 2
    assert "bombe" not in "".join(hashes)


@pytest.mark.parametrize("message_id", ["<den.samme@bombe.example>", ""])
def test_one_message_id_or_none_gets_no_more_in(database: Engine, message_id: str) -> None:
    """Other content under one Message-ID makes items too: it is counted like any other."""
    drop(*from_("bombe.example", 1, 2, 3, 4, message_id=message_id))
    assert take_in() == 2
    assert left() == 2


def test_senders_without_an_address_share_one_limit(database: Engine) -> None:
    """Leaving From out is no way round it."""
    drop(*(letter(message_id=f"<{number}@x.example>", From="") for number in range(4)))
    assert take_in() == 2


def test_a_full_queue_takes_in_no_more_until_it_has_been_worked(database: Engine) -> None:
    """The rest comes with the next look; each mail once."""
    drop(*(each for name in "abcdef" for each in from_(f"{name}.example", 1)))
    assert [take_in(), take_in(), left()] == [4, 0, 2]
    work_through(database, lambda _case: None)
    assert [take_in(), left()] == [2, 0]
    with database.connect() as connection:
        assert len(connection.execute(items.select()).all()) == 6


def test_what_a_killed_run_left_is_finished_in_a_full_queue(database: Engine) -> None:
    """Its item is there and will be worked, so its mail must lie where the work looks for it."""

    class PulledPlug(BaseException):
        pass

    def dying(*_arguments: Any, **_named: Any) -> None:
        raise PulledPlug

    drop(*(each for name in "abcd" for each in from_(f"{name}.example", 1)))
    for act in ("mark", "move") * 2:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(LocalMailbox, act, dying)
            with pytest.raises(PulledPlug):
                take_in()
    take_in()
    drop(*from_("ny.example", 1))
    assert (take_in(), left()) == (0, 1)
    assert len(folders()[Folder.WORKING]) == 4
