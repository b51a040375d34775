"""The local mailbox behaves as an Exchange mailbox does where it matters, also under several processes."""

import tracemalloc
from pathlib import Path
from textwrap import dedent

import pytest

from connectors.mail.errors import MailNotFound, WriteRefused
from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
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
    from connectors.mail.errors import MailNotFound
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder
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
    won = run_at_once(dedent(MOVE_TOGETHER), 2, *ids)
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


def test_a_version_names_one_state_of_a_mail(box: LocalMailbox) -> None:
    """Every mark, and a colleague's correction, is another; a move makes another mail."""
    drop(box)
    (first,) = box.mails(Folder.INBOX)
    seen = {first.version}
    for act in (
        lambda: box.mark(first.id, read=True),
        lambda: box.mark(first.id, categories=("x",)),
        lambda: box.replace_content(first.id, mail(text="rettet")),
    ):
        act()
        seen.add(box.mails(Folder.INBOX)[0].version)
    box.move(first.id, Folder.DONE)
    assert len(seen | {box.mails(Folder.DONE)[0].version}) == 5


def test_a_mailbox_made_before_there_were_versions_goes_on(box: LocalMailbox) -> None:
    """Its mails are at version 0, and change from there."""
    drop(box)
    (first,) = box.mails(Folder.INBOX)
    with box._writing() as connection:
        connection.execute("DROP TABLE changes")
        connection.execute("DROP TABLE folders")
    again = LocalMailbox("helbredstillaeg")
    (old,) = again.mails(Folder.INBOX)
    assert (old.id, old.version) == (first.id, "0")
    again.mark(old.id, read=True, version="0")
    assert again.mails(Folder.INBOX)[0].version != "0"


def test_a_mail_removed_for_good_leaves_no_file_unless_another_has_its_content(box: LocalMailbox) -> None:
    """The same mail delivered twice is one file and two mails."""
    drop(box)
    drop(box, "b.eml")
    one, two = box.mails(Folder.INBOX)
    box.delete(one.id, for_good=True)
    with box.mime(two.id) as stream:
        assert stream.read() == mail()
    box.delete(two.id, for_good=True)
    assert list((box.folder / "eml").iterdir()) == []


DELETE_AND_DRAFT = """
    from connectors.mail.local import LocalMailbox
    from connectors.mail.port import Folder
    from tests.connectors.mail.samples import mail
    box = LocalMailbox("helbredstillaeg")
    # GO
    for _ in range(25):
        mail_id = box.draft(mail())
        with box.mime(mail_id) as stream:
            assert stream.read() == mail()
        box.delete(mail_id, for_good=True)
    print("done")
"""


def test_a_file_is_never_taken_from_under_another_process(box: LocalMailbox) -> None:
    """Two that save and remove mails of one content: each always finds its own."""
    answers = run_at_once(dedent(DELETE_AND_DRAFT), 2)
    assert answers == ["done", "done"]
    assert list((box.folder / "eml").iterdir()) == []


def test_a_large_delivery_passes_through_in_pieces(box: LocalMailbox) -> None:
    """Of a mail of 80 MB only the headers are ever in memory."""
    head = b"Message-ID: <large@klinik.example>\r\n\r\n"
    with (box.folder / "drop" / "large.part").open("wb") as out:
        out.write(head)
        for _ in range(80):
            out.write(b"x" * (1 << 20))
    (box.folder / "drop" / "large.part").rename(box.folder / "drop" / "large.eml")
    tracemalloc.start()
    try:
        (summary,) = box.mails(Folder.INBOX)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()
    assert summary.size == len(head) + (80 << 20)
    assert summary.message_id == "<large@klinik.example>"
