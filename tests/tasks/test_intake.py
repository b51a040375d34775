"""Taking post in: each mail becomes one item, whatever was killed, delivered twice or forged to look alike."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder, MailSummary
from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.case import Case
from gevinst.items.model import State, label
from gevinst.items.queues import claim
from gevinst.store import clock
from gevinst.store.tables import item_files, items
from tasks.intake import DUPLICATE_CATEGORY, preview_inbox
from tasks.mail_item import MailPayload
from tasks.reading import _fetch
from tests.tasks.mailroom import MAILBOX, QUEUE, drop, folders, letter, read, take_in, work_through

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves on both databases how an item is put in; the flow's own tests take in on both."""

DUPLICATE = (DUPLICATE_CATEGORY, Code.DUPLICATE_MAIL.sentence)


def rows(engine: Engine) -> list[Any]:
    """Every item, oldest first."""
    with engine.connect() as connection:
        return list(connection.execute(items.select().order_by(items.c.id)).all())


def numbers(engine: Engine) -> list[str]:
    """The number of every item, oldest first; those of mail that came twice are left out."""
    return [label(row.id) for row in rows(engine)]


def test_a_mail_becomes_an_item_and_lies_under_way_with_its_number(database: Engine) -> None:
    """The row says which mail and when; the mail as it came is kept with it, and colleagues see the number on it."""
    drop(letter())
    assert take_in() == 1
    (item,) = rows(database)
    payload = MailPayload.model_validate(item.payload)
    assert (item.state, item.potential_id, payload.mailbox) == (State.NEW, "P-042", MAILBOX)
    assert payload.received_at.utcoffset() == UTC.utcoffset(None)
    assert folders() == {Folder.WORKING: [("GEV-1",)]}
    with database.connect() as connection:
        (file,) = connection.execute(item_files.select()).all()
    assert (file.role, file.file_name) == ("original", "mail.eml")


def test_nothing_of_the_sender_is_in_the_reference(database: Engine) -> None:
    """A Message-ID may hold an address; the reference that stays for ever is a keyed hash of it."""
    drop(letter(message_id="<agnes.ahornblad.0702481239@klinik.example>"))
    take_in()
    (item,) = rows(database)
    assert "agnes" not in item.reference + item.content_hash
    assert item.reference.isalpha()


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("message_id", ["<1@klinik.example>", ""])
def test_a_mail_delivered_twice_is_one_item(database: Engine, at_once: bool, message_id: str) -> None:
    """The copy is put aside as such, also without a Message-ID, and also when the first is under way already."""
    mime = letter(message_id=message_id)
    if at_once:
        drop(mime, mime)
        assert take_in() == 1
    else:
        drop(mime)
        assert take_in() == 1
        drop(mime)
        assert take_in() == 0
    assert len(rows(database)) == 1
    assert folders() == {Folder.WORKING: [("GEV-1",)], Folder.DONE: [DUPLICATE]}


@pytest.mark.parametrize("error", [None, Code.NO_GRANT])
def test_a_copy_that_comes_when_the_case_has_ended_is_put_aside(database: Engine, error: Code | None) -> None:
    """Whether the robot has finished with it or a person has it in front of them: the case isn't begun again."""
    mime = letter(("regning.pdf", b"%PDF"))
    drop(mime)
    take_in()

    def work(_case: object) -> None:
        if error is not None:
            raise BusinessError(error)

    work_through(database, work)
    drop(mime)
    assert take_in() == 0
    assert DUPLICATE in folders()[Folder.DONE]
    assert len(rows(database)) == 1


def test_the_same_message_id_with_other_content_goes_to_a_person(database: Engine) -> None:
    """A sender decides on Message-IDs: the second mail is an item of its own, and a person sees it first."""
    drop(letter(body="Se venligst vedhæftede."), letter(body="Se venligst vedhæftede. Beløbet er rettet."))
    assert take_in() == 2
    first, second = numbers(database)
    run = work_through(database, lambda case: None if case.item.label == first else read())
    assert [(ending.state, ending.code) for _, ending in run.tally.endings] == [
        (State.COMPLETED, None),
        (State.PENDING, Code.CONTENT_CHANGED),
    ]
    assert folders() == {
        Folder.DONE: [(first,)],
        Folder.MANUAL: [(second, Code.CONTENT_CHANGED.sentence)],
    }


def test_other_content_stays_a_persons_whatever_happens_before(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is killed in between doesn't make an ordinary mail of it."""
    drop(letter(body="Første"), letter(body="Anden"))
    take_in()
    with database.begin() as connection:
        for _ in range(2):
            assert claim(connection, QUEUE.name, worker="killed", flow_run=None)
    monkeypatch.setattr(clock.offset, "microseconds", 3600 * clock.MICROSECONDS)
    run = work_through(database, lambda _case: None)
    assert [(ending.state, ending.code) for _, ending in run.tally.endings] == [
        (State.COMPLETED, None),
        (State.PENDING, Code.CONTENT_CHANGED),
    ]


def test_mails_without_a_message_id_are_told_apart_by_their_content(database: Engine, tmp_path: Path) -> None:
    """Two different ones are two items; each is found again by the number on it."""
    drop(letter(message_id="", body="Den første"), letter(message_id="", body="Den anden"))
    assert take_in() == 2
    seen: list[str] = []

    def fetch(case: Case) -> None:
        _fetch(case.payload(MailPayload), case.item.label, tmp_path / case.item.label)
        seen.append((tmp_path / case.item.label).read_text(encoding="utf-8"))

    work_through(database, fetch)
    assert ["Den første" in seen[0], "Den anden" in seen[1]] == [True, True]
    assert folders() == {Folder.DONE: [(number,) for number in numbers(database)]}


# --- killed in between ----------------------------------------------------------------------------------------------


class PulledPlug(BaseException):
    """The process ends here: nothing in the product catches this."""


@pytest.mark.parametrize("message_id", ["<2@klinik.example>", ""])
@pytest.mark.parametrize(("act", "moment"), [("mark", "before"), ("move", "before"), ("move", "after")])
def test_what_was_killed_is_finished_by_the_next_run(database: Engine, act: str, moment: str, message_id: str) -> None:
    """Between row and mark, between mark and move, right after: one item in the end, and its mail under way."""
    drop(letter(message_id=message_id, body="En anden mail"))
    take_in()
    drop(letter(message_id=message_id and "<3@klinik.example>"))
    real = getattr(LocalMailbox, act)

    def dying(*arguments: Any, **named: Any) -> None:
        if moment == "after":
            real(*arguments, **named)
        raise PulledPlug

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LocalMailbox, act, dying)
        with pytest.raises(PulledPlug):
            take_in()
    assert len(rows(database)) == 2
    assert take_in() == 0
    assert len(rows(database)) == 2
    assert folders() == {Folder.WORKING: [(number,) for number in numbers(database)]}


def test_a_mail_that_a_colleague_moves_meanwhile_stops_no_other(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the post is taken in; the one that went is its mover's."""
    drop(letter(message_id="<1@klinik.example>"), letter(message_id="<2@klinik.example>", body="Nummer to"))
    real = LocalMailbox.mark

    def moved_away(self: LocalMailbox, mail_id: str, *, categories: Sequence[str]) -> None:
        monkeypatch.setattr(LocalMailbox, "mark", real)
        self.move(mail_id, Folder.MANUAL)
        real(self, mail_id, categories=categories)

    monkeypatch.setattr(LocalMailbox, "mark", moved_away)
    assert take_in() == 1
    assert folders() == {Folder.WORKING: [(numbers(database)[1],)], Folder.MANUAL: [()]}


def test_a_dry_run_sees_what_intake_would_take(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very payload, also from a server that tells the time in its own zone; and the mail stays where it is."""
    real = LocalMailbox.mails

    def in_danish_time(self: LocalMailbox, folder: Folder, *, limit: int | None = None) -> list[MailSummary]:
        zone = ZoneInfo("Europe/Copenhagen")
        return [replace(each, received_at=each.received_at.astimezone(zone)) for each in real(self, folder)]

    monkeypatch.setattr(LocalMailbox, "mails", in_danish_time)
    drop(letter())
    before = folders()
    (previewed,) = preview_inbox(MAILBOX)
    assert folders() == before
    take_in()
    (item,) = rows(database)
    assert previewed | {"inbox_id": ""} == item.payload


def test_a_mail_too_large_to_keep_goes_to_a_person_and_holds_nobody_up(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It gets a number and a reason like any other; the post behind it is taken in, and no copy of it is stored."""
    monkeypatch.setenv("GEVINST_MAX_FILE_BYTES", "2000")
    drop(letter(message_id="<1@klinik.example>", body="x" * 3000), letter(message_id="<2@klinik.example>"))
    assert take_in() == 2
    large, small = rows(database)
    with database.connect() as connection:
        assert [file.item_id for file in connection.execute(item_files.select())] == [small.id]
    work_through(database, read)
    assert rows(database)[0].code == Code.LIMIT_EXCEEDED
    assert (label(large.id), Code.LIMIT_EXCEEDED.sentence) in folders()[Folder.MANUAL]
