"""A receipt is sent once, whenever the process that sends it dies."""

from pathlib import Path

import pytest

from connectors.mail.acts import MailReceipt, SendOnce, file_away
from connectors.mail.errors import MailNotFound
from connectors.mail.local import LocalMailbox
from connectors.mail.port import Folder
from gevinst.errors import LeaseLost, ProcessError
from tests.connectors.mail.killed import run_and_die
from tests.connectors.mail.samples import mail

OURS = "<ours@robot.example>"
BOX = "helbredstillaeg"


def act() -> SendOnce:
    """Sending one receipt."""
    return SendOnce(BOX, mail(message_id=OURS), OURS)


def test_looked_for_before_and_found_after() -> None:
    """The look shows nothing, then the draft as surely not sent, then exactly one of ours."""
    send = act()
    assert (send.look().ours, send.look().surely_not_done) == ((), False)
    send.prepare()
    assert (send.look().ours, send.look().surely_not_done) == ((), True)
    send.write(lambda: None)
    assert send.look().ours == (MailReceipt(),)
    assert not send.look().surely_not_done


def test_preparing_again_makes_no_second_draft() -> None:
    """A run that takes the case up again uses the draft that is there."""
    act().prepare()
    act().prepare()
    assert len(LocalMailbox(BOX).find(Folder.DRAFTS, OURS)) == 1


def test_nothing_leaves_when_the_item_is_no_longer_ours() -> None:
    """Ownership is asked after the draft is found and before it is sent."""
    send = act()
    send.prepare()

    def lost() -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        send.write(lost)
    assert send.look().surely_not_done


def test_a_draft_that_is_gone_is_not_written_anew() -> None:
    """Somebody sent or removed it: only a look can tell, so the write says so and stops."""
    with pytest.raises(MailNotFound):
        act().write(lambda: None)


KILLED = """
    from connectors.mail import acts
    from connectors.mail.acts import SendOnce
    from connectors.mail.local import LocalMailbox
    from tests.connectors.mail.test_acts import act
    send = act()
    {patch}
    send.prepare()
    send.write({ownership})
    die()
"""
POINTS = {
    "before the draft": ("LocalMailbox.draft = die", "lambda: None", (0, 0)),
    "while drafting": ("LocalMailbox._insert = die", "lambda: None", (0, 0)),
    "before the send": ("", "die", (1, 0)),
    "while sending": ("LocalMailbox.move = die", "lambda: None", (1, 0)),
    "right after the send": ("", "lambda: None", (0, 1)),
}


@pytest.mark.parametrize(("patch", "ownership", "left"), POINTS.values(), ids=POINTS.keys())
def test_killed_anywhere_the_mail_is_sent_exactly_once(patch: str, ownership: str, left: tuple[int, int]) -> None:
    """What a killed process left can be read from Drafts and Sent, and the next one goes on from there."""
    run_and_die(KILLED.format(patch=patch, ownership=ownership))
    box = LocalMailbox(BOX)
    assert (len(box.find(Folder.DRAFTS, OURS)), len(box.find(Folder.SENT, OURS))) == left
    send = act()
    if not send.look().ours:
        send.prepare()
        send.write(lambda: None)
    assert len(send.look().ours) == 1
    assert box.find(Folder.DRAFTS, OURS) == []


def test_a_search_that_finds_everything_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that ignores the filter must not pass for proof that our mail went."""
    monkeypatch.setattr(LocalMailbox, "find", lambda *_, **__: ["7"])
    with pytest.raises(ProcessError):
        act().look()


def test_filing_away_marks_first_so_that_a_kill_leaves_it_to_the_next_run(house: Path) -> None:
    """The mark travels with the move; no mail ever lies at colleagues' without its number."""
    box = LocalMailbox(BOX)
    (box.folder / "drop" / "a.eml").write_bytes(mail())
    (summary,) = box.mails(Folder.INBOX)
    file_away(box, summary.id, Folder.MANUAL, categories=("GEV-1", "Mailen har ingen vedhæftet fil."))
    assert box.mails(Folder.MANUAL)[0].categories == ("GEV-1", "Mailen har ingen vedhæftet fil.")
