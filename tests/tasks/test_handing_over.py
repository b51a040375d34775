"""Handing over: whatever became of an item, its mail lies where colleagues look for it, with number and reason."""

import pytest
from sqlalchemy import Engine

from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.codes import Code
from gevinst.errors import (
    BusinessError,
    GevinstError,
    LeaseLost,
    ProcessError,
    RetryLater,
    SetAside,
    SystemDown,
    Uncertain,
)
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.loop import Run
from tests.tasks.mailroom import MAILBOX, QUEUE, drop, folders, letter, reply, settle, take_in, work_through

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves on both databases how an item ends."""


def arrive(*mails: bytes) -> None:
    """Let mails come and be taken in."""
    drop(*(mails or (letter(),)))
    take_in()


def fail(error: GevinstError) -> None:
    """End the case in hand with this."""
    raise error


def without_handing_over(engine: Engine, error: GevinstError | None = None) -> None:
    """A run that is killed right after each case's last transition."""
    for case in Run(engine, QUEUE):
        with case:
            if error is not None:
                fail(error)


@pytest.mark.parametrize(
    ("error", "folder", "sentence"),
    [
        (None, Folder.DONE, None),
        (SetAside(Code.NEWSLETTER), Folder.DONE, Code.NEWSLETTER),
        (SetAside(Code.DUPLICATE_DOCUMENT), Folder.DONE, Code.DUPLICATE_DOCUMENT),
        (BusinessError(Code.NO_GRANT), Folder.MANUAL, Code.NO_GRANT),
        (Uncertain("register"), Folder.MANUAL, Code.UNCERTAIN_WRITE),
        (ProcessError(), Folder.MANUAL, Code.SCREEN_CHANGED),
        (RetryLater(), Folder.WORKING, None),
        (SystemDown("erp"), Folder.WORKING, None),
        (LeaseLost(), Folder.WORKING, None),
    ],
)
def test_every_end_has_its_folder_number_and_sentence(
    database: Engine, error: GevinstError | None, folder: Folder, sentence: Code | None
) -> None:
    """Finished, for a person, or still under way: the mail lies there, marked with the item's number and one sentence."""
    arrive()
    run = work_through(database, lambda _case: None if error is None else fail(error))
    assert len(run.tally.endings) == 1
    assert folders() == {folder: [("GEV-1", sentence.sentence) if sentence else ("GEV-1",)]}


def test_the_robot_clears_away_what_it_finishes_after_an_answer(database: Engine) -> None:
    """From *Til manuel behandling* to *Behandlet af robot*, and yesterday's question is off it."""
    arrive()
    work_through(database, lambda _case: fail(BusinessError(Code.TEXT_TO_READ)))
    reply(database)
    work_through(database, lambda _case: None)
    assert folders() == {Folder.DONE: [("GEV-1",)]}


@pytest.mark.parametrize(("message_id", "why"), [("<1@klinik.example>", Code.CONTENT_CHANGED), ("", Code.NO_GRANT)])
def test_only_the_cases_own_mail_is_moved(database: Engine, message_id: str, why: Code) -> None:
    """Two mails with one Message-ID, or with none: each goes where its own item went."""
    arrive(letter(message_id=message_id, body="Den første"), letter(message_id=message_id, body="Den anden"))

    def work(case: Case) -> None:
        if case.item.label != "GEV-1":
            raise BusinessError(Code.NO_GRANT)

    work_through(database, work)
    [(second, reason)] = folders()[Folder.MANUAL]
    assert folders()[Folder.DONE] == [("GEV-1",)]
    assert (second != "GEV-1", reason) == (True, why.sentence)


def test_a_mail_that_a_colleague_took_is_left_to_them(database: Engine) -> None:
    """The case ends all the same, and nothing is looked for in other folders."""
    arrive()
    box = LocalMailbox(MAILBOX)

    def work(_case: Case) -> None:
        (summary,) = box.mails(Folder.WORKING)
        box.mark(box.move(summary.id, Folder.SENT), categories=("min",))

    work_through(database, work)
    assert folders() == {Folder.SENT: [("min",)]}


# --- what a killed run left -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "folder", "categories"),
    [
        (None, Folder.DONE, ("GEV-1",)),
        (BusinessError(Code.NO_GRANT), Folder.MANUAL, ("GEV-1", Code.NO_GRANT.sentence)),
        (RetryLater(), Folder.WORKING, ("GEV-1",)),
    ],
)
def test_what_was_left_under_way_is_put_in_its_place(
    database: Engine, error: GevinstError | None, folder: Folder, categories: tuple[str, ...]
) -> None:
    """A run killed between a case's end and the move: the next one moves the mail, and only what has ended."""
    arrive()
    without_handing_over(database, error)
    assert settle() == (0 if folder is Folder.WORKING else 1)
    assert folders() == {folder: [categories]}
    assert settle() == 0


def test_numbers_begin_as_the_municipality_wants(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever letters stand before it, the number on a mail is read as its item's."""
    monkeypatch.setenv("GEVINST_ITEM_PREFIX", "KAL")
    arrive()
    work_through(database, lambda _case: fail(BusinessError(Code.TEXT_TO_READ)))
    reply(database)
    without_handing_over(database)
    assert settle() == 1
    assert folders() == {Folder.DONE: [("KAL-1",)]}


def test_what_was_left_in_the_manual_folder_is_put_in_its_place(database: Engine) -> None:
    """Killed between the end of a case that went on after an answer and its move: also that mail gets to its place."""
    arrive()
    work_through(database, lambda _case: fail(BusinessError(Code.TEXT_TO_READ)))
    reply(database)
    without_handing_over(database)
    assert settle() == 1
    assert folders() == {Folder.DONE: [("GEV-1",)]}


@pytest.mark.parametrize("choice", [Choice.DONE_BY_ME, Choice.REJECT])
def test_what_a_person_settled_is_theirs_to_move(database: Engine, choice: Choice) -> None:
    """The mail stays in front of whoever works on it."""
    arrive()
    work_through(database, lambda _case: fail(BusinessError(Code.NO_GRANT)))
    reply(database, choice)
    assert settle() == 0
    assert folders() == {Folder.MANUAL: [("GEV-1", Code.NO_GRANT.sentence)]}


def test_a_mail_without_its_number_is_known_by_its_content(database: Engine) -> None:
    """A colleague cleared the categories of a mail under way; it gets to its place, and its number back."""
    arrive()
    without_handing_over(database)
    box = LocalMailbox(MAILBOX)
    (summary,) = box.mails(Folder.WORKING)
    box.mark(summary.id, categories=())
    assert settle() == 1
    assert folders() == {Folder.DONE: [("GEV-1",)]}


def test_mail_that_is_none_of_ours_is_left_alone(database: Engine) -> None:
    """What colleagues keep in the robot's folders, with marks of their own or another queue's number, stays there."""
    arrive()
    drop(letter(message_id="<a@x.example>"), letter(message_id="<b@x.example>"), letter(message_id="<c@x.example>"))
    box = LocalMailbox(MAILBOX)
    for summary, mark, folder in zip(
        box.mails(Folder.INBOX), ("Haster", "GEV-999", ""), (Folder.WORKING, Folder.MANUAL, Folder.WORKING), strict=True
    ):
        box.mark(box.move(summary.id, folder), categories=(mark,) if mark else ())
    before = folders()
    assert settle() == 0
    assert folders() == before


def test_a_mail_that_is_moved_meanwhile_stops_no_other(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs put the same mail in its place: the slower one goes on with the next."""
    arrive(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    without_handing_over(database)
    real = LocalMailbox.move

    def beaten(self: LocalMailbox, mail_id: str, folder: Folder) -> str:
        monkeypatch.setattr(LocalMailbox, "move", real)
        real(self, mail_id, folder)
        return real(self, mail_id, folder)

    monkeypatch.setattr(LocalMailbox, "move", beaten)
    assert settle() == 1
    assert folders() == {Folder.DONE: [("GEV-1",), ("GEV-2",)]}
