"""The local mailbox behaves as an Exchange mailbox does where it matters, also under several processes."""

from pathlib import Path

import pytest

from connectors.mail.check import check_mail
from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder, MailNotFound, WriteRefused
from tests.connectors.mail.killed import run_and_die, run_at_once
from tests.connectors.mail.samples import mail


@pytest.fixture
def box() -> LocalMailbox:
    """An empty mailbox on disk."""
    return LocalMailbox("helbredstillaeg")


def drop(box: LocalMailbox, name: str = "a.eml", mime: bytes | None = None) -> Path:
    """Deliver a mail."""
    path = box.folder / "drop" / name
    path.write_bytes(mail() if mime is None else mime)
    return path


def test_a_dropped_mail_lies_in_the_inbox_byte_for_byte(box: LocalMailbox) -> None:
    """The file is gone from the drop folder, and what came is what is read."""
    path = drop(box, "A.EML")
    (summary,) = box.mails(Folder.INBOX)
    with box.mime(summary.id) as stream:
        assert stream.read() == mail()
    assert summary.message_id == "<1@klinik.example>"
    assert summary.size == len(mail())
    assert summary.received_at.tzinfo is not None
    assert "klinik" not in repr(summary)
    assert not path.exists()


def test_a_mail_gets_a_new_id_with_every_move_and_keeps_its_categories(box: LocalMailbox) -> None:
    """The old id is gone in the same moment, as on an Exchange server."""
    drop(box)
    (summary,) = box.mails(Folder.INBOX)
    box.mark(summary.id, categories=("GEV-1042", "Dublet, æøå"))
    new = box.move(summary.id, Folder.WORKING)
    assert new != summary.id
    assert box.mails(Folder.INBOX) == []
    (moved,) = box.mails(Folder.WORKING)
    assert (moved.id, moved.categories) == (new, ("GEV-1042", "Dublet, æøå"))
    assert moved.received_at == summary.received_at
    for act in (lambda: box.move(summary.id, Folder.DONE), lambda: box.mark(summary.id, categories=())):
        with pytest.raises(MailNotFound):
            act()
    with pytest.raises(MailNotFound), box.mime(summary.id):
        pass


def test_the_same_message_id_delivered_twice_is_two_mails(box: LocalMailbox) -> None:
    """Also when both are the very same bytes under the very same file name."""
    drop(box)
    first = box.mails(Folder.INBOX)
    drop(box)
    drop(box, "b.eml", mail(text="Hermed regning."))
    assert len(first) == 1
    assert len(box.mails(Folder.INBOX)) == 3
    assert len(box.find(Folder.INBOX, "<1@klinik.example>")) == 3


def test_mails_without_a_message_id_are_told_apart_by_category(box: LocalMailbox) -> None:
    """An item finds its own mail by its label, where the sender's id can't tell."""
    for name in ("a.eml", "b.eml"):
        drop(box, name, mail(message_id="", text=name))
    one, two = box.mails(Folder.INBOX)
    box.mark(one.id, categories=("GEV-1", "Mailen har ingen vedhæftet fil."))
    box.mark(two.id, categories=("GEV-2",))
    assert box.find(Folder.INBOX, "") == [one.id, two.id]
    assert box.find(Folder.INBOX, "", category="GEV-1") == [one.id]
    assert box.find(Folder.INBOX, "", category="GEV-") == []


def test_a_draft_is_sent_by_moving_it_to_sent(box: LocalMailbox) -> None:
    """Between the two it lies in Drafts and nothing went."""
    draft = box.draft(mail(message_id="<ours@robot.example>"))
    assert box.find(Folder.DRAFTS, "<ours@robot.example>") == [draft]
    assert box.find(Folder.SENT, "<ours@robot.example>") == []
    box.send(draft)
    assert box.find(Folder.DRAFTS, "<ours@robot.example>") == []
    assert len(box.find(Folder.SENT, "<ours@robot.example>")) == 1
    with pytest.raises(MailNotFound):
        box.send(draft)


def test_a_colleague_may_put_a_corrected_document_on_a_mail(box: LocalMailbox) -> None:
    """The mail is the same, its content another."""
    drop(box)
    (summary,) = box.mails(Folder.INBOX)
    box.replace_content(summary.id, mail(text="rettet"))
    with box.mime(summary.id) as stream:
        assert b"rettet" in stream.read()


def test_a_read_only_mailbox_reads_and_refuses_everything_else(box: LocalMailbox) -> None:
    """A dry run that tries to write fails loudly, and nothing changes."""
    drop(box)
    (summary,) = box.mails(Folder.INBOX)
    with open_mailbox("helbredstillaeg", read_only=True) as reader:
        assert len(reader.mails(Folder.INBOX)) == 1
        for act in (
            lambda: reader.move(summary.id, Folder.DONE),
            lambda: reader.mark(summary.id, categories=("x",)),
            lambda: reader.draft(b""),
            lambda: reader.send(summary.id),
        ):
            with pytest.raises(WriteRefused):
                act()
    assert box.mails(Folder.INBOX) == [summary]


TAKE_IN = """
    from connectors.mail import local
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder
    box = LocalMailbox("helbredstillaeg")
    {patch}
    box.mails(Folder.INBOX)
"""
POINTS = {
    "after taking, before copying": "local.store_mail = die",
    "after copying, before recording": "box._insert = die",
    "while recording": "original = box._insert; box._insert = lambda *a: (original(*a), die())",
    "after recording, before removing": "local.Path.unlink = die",
}


@pytest.mark.parametrize("patch", POINTS.values(), ids=POINTS.keys())
def test_a_delivery_killed_anywhere_is_finished_by_the_next_look(box: LocalMailbox, patch: str) -> None:
    """Nothing is lost and nothing doubled, also when the mail was moved on in between."""
    drop(box)
    run_and_die(TAKE_IN.format(patch=patch))
    (summary,) = box.mails(Folder.INBOX)
    box.move(summary.id, Folder.WORKING)
    assert box.mails(Folder.INBOX) == []
    assert len(box.mails(Folder.WORKING)) == 1
    assert list((box.folder / "taking").iterdir()) == []


MOVE_KILLED = """
    from contextlib import contextmanager
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder
    box = LocalMailbox("helbredstillaeg")
    writing = box._writing
    @contextmanager
    def dying():
        with writing() as connection:
            yield connection
            die()
    box._writing = dying
    box.move(sys.argv[1], Folder.WORKING)
"""


def test_a_move_killed_before_its_commit_never_happened(box: LocalMailbox) -> None:
    """The mail lies where it lay, under its old id, and can be moved again."""
    drop(box)
    (summary,) = box.mails(Folder.INBOX)
    run_and_die(MOVE_KILLED, summary.id)
    assert box.mails(Folder.INBOX) == [summary]
    box.move(summary.id, Folder.WORKING)
    assert len(box.mails(Folder.WORKING)) == 1


MOVE_TOGETHER = """
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder, MailNotFound
    box = LocalMailbox("helbredstillaeg")
    # GO
    won = 0
    for mail_id in sys.argv[1:]:
        try:
            box.move(mail_id, Folder.WORKING)
            won += 1
        except MailNotFound:
            pass
    print(won)
"""


def test_of_two_processes_that_move_a_mail_one_wins_and_the_other_sees_that_it_is_gone(box: LocalMailbox) -> None:
    """Over thirty mails the wins add up to thirty: that is how a move can be a claim."""
    for number in range(30):
        drop(box, f"{number:02}.eml", mail(message_id=f"<{number}@klinik.example>"))
    ids = [summary.id for summary in box.mails(Folder.INBOX)]
    won = run_at_once(MOVE_TOGETHER.replace("\n    ", "\n"), 2, *ids)
    assert sum(map(int, won)) == 30
    assert len(box.mails(Folder.WORKING)) == 30


OPEN_TOGETHER = """
# GO
from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
print(len(LocalMailbox("helbredstillaeg").mails(Folder.INBOX)))
"""


def test_processes_that_open_a_new_mailbox_together_take_each_mail_in_once(house: Path) -> None:
    """Neither setting up nor taking in trips over a second process."""
    folder = house / "mail" / "helbredstillaeg" / "drop"
    folder.mkdir(parents=True)
    for number in range(40):
        (folder / f"{number:02}.eml").write_bytes(mail(text=str(number)))
    answers = run_at_once(OPEN_TOGETHER, 3)
    assert all(answer.isdigit() for answer in answers)
    assert len(LocalMailbox("helbredstillaeg").mails(Folder.INBOX)) == 40


def test_the_check_names_the_mailboxes_and_can_fail(box: LocalMailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations sees which mailboxes there are, or what stands in the way."""
    assert check_mail().ok
    assert "helbredstillaeg" in check_mail().detail
    wrong = box.folder.parent / "a-file"
    wrong.write_text("x")
    monkeypatch.setenv("GEVINST_MAIL_FOLDER", str(wrong))
    assert not check_mail().ok
    assert str(wrong) in check_mail().remedy


def test_the_check_sees_a_mailbox_whose_state_is_damaged(box: LocalMailbox) -> None:
    """A database that is none is a finding, not a stack trace."""
    (box.folder / "mailbox.sqlite").write_bytes(b"no database at all" * 100)
    assert not check_mail().ok
