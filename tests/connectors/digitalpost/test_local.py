"""A letter is handed over whole and once, to the citizen and nobody else's file name."""

import base64
import re
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

from connectors.digitalpost.acts import SendLetterOnce
from connectors.digitalpost.check import check_digital_post
from connectors.digitalpost.local import LocalDigitalPost
from connectors.digitalpost.opening import open_digital_post
from connectors.digitalpost.port import DigitalLetter, PostReceipt
from gevinst.errors import LeaseLost, ProcessError
from gevinst.values.cpr import Cpr
from sandbox.people import PEOPLE
from tests.connectors.mail.killed import run_and_die

MEMO = {"m": "https://DigitalPost.dk/MeMo-1"}
PERSON = Cpr.parse(PEOPLE[0].cpr)


def letter(key: str = "GEV-1042-kvittering", pdf: bytes = b"%PDF-1.7 brev") -> DigitalLetter:
    """A letter to an invented citizen."""
    return DigitalLetter(key=key, cpr=PERSON, label="Vi har modtaget en henvendelse om dig", pdf=pdf)


def test_the_message_is_addressed_by_cpr_and_holds_the_letter(house: Path) -> None:
    """A well-formed MeMo message: sender by CVR, recipient by CPR, the PDF as it was."""
    with open_digital_post() as post:
        post.send(letter())
    root = parse(house / "digitalpost" / "GEV-1042-kvittering.xml").getroot()
    assert root is not None
    assert root.findtext("m:MessageHeader/m:Recipient/m:recipientID", namespaces=MEMO) == PERSON.digits
    assert root.findtext("m:MessageHeader/m:Recipient/m:idType", namespaces=MEMO) == "CPR"
    assert root.findtext("m:MessageHeader/m:Sender/m:senderID", namespaces=MEMO) == "12345678"
    content = root.findtext("m:MessageBody/m:MainDocument/m:File/m:content", namespaces=MEMO)
    assert base64.b64decode(content or "") == b"%PDF-1.7 brev"
    assert not re.search(r"\d{6}-?\d{4}", " ".join(path.name for path in (house / "digitalpost").iterdir()))


def test_a_letter_is_never_sent_over_another(house: Path) -> None:
    """The same key twice leaves the first message as it stands."""
    post = LocalDigitalPost()
    post.send(letter())
    post.send(letter(pdf=b"%PDF andet"))
    assert b"JVBERi0xLjcgYnJldg==" in (house / "digitalpost" / "GEV-1042-kvittering.xml").read_bytes()
    assert len(list((house / "digitalpost").iterdir())) == 1


def test_the_exempt_are_known_by_a_keyed_hash_only(house: Path) -> None:
    """The register holds no CPR number, and says no about those in it alone."""
    post = LocalDigitalPost()
    assert post.can_receive(PERSON)
    post.exempt(PERSON)
    post.exempt(PERSON)
    assert not post.can_receive(PERSON)
    assert post.can_receive(Cpr.parse(PEOPLE[1].cpr))
    assert PERSON.digits.encode() not in (house / "digitalpost" / "fritaget.sqlite").read_bytes()


def test_a_dry_run_reads_and_cannot_send(house: Path) -> None:
    """Nothing is written, not even the folder."""
    with open_digital_post(read_only=True) as post:
        assert post.can_receive(PERSON)
        assert post.find("GEV-1042-kvittering") is None
        with pytest.raises(ProcessError):
            post.send(letter())
    assert not (house / "digitalpost").exists()


@pytest.mark.parametrize("key", ["../x", "010203-1234", "a/b", ""])
def test_only_a_neutral_key_becomes_a_file_name(key: str) -> None:
    """No path, and nothing that begins with a number a citizen could have."""
    with pytest.raises(ProcessError):
        LocalDigitalPost().send(letter(key=key))


KILLED = """
    from connectors.digitalpost import local
    from tests.connectors.digitalpost.test_local import letter
    from connectors.digitalpost.acts import SendLetterOnce
    {patch}
    SendLetterOnce(letter()).write({ownership})
    die()
"""
POINTS = {
    "before": ("", "die", 0),
    "while writing": ("local.os.fsync = die", "lambda: None", 0),
    "before it appears": ("local.os.link = die", "lambda: None", 0),
    "right after it appeared": ("local.Path.unlink = die", "lambda: None", 1),
    "after": ("", "lambda: None", 1),
}


@pytest.mark.parametrize(("patch", "ownership", "there"), POINTS.values(), ids=POINTS.keys())
def test_killed_anywhere_the_letter_is_there_whole_or_not_at_all(patch: str, ownership: str, there: int) -> None:
    """The look tells which, and doing it again ends with exactly one."""
    run_and_die(KILLED.format(patch=patch, ownership=ownership))
    act = SendLetterOnce(letter())
    assert len(act.look().ours) == there
    act.write(lambda: None)
    assert act.look().ours == (PostReceipt(number="GEV-1042-kvittering"),)
    parse(LocalDigitalPost().folder / "GEV-1042-kvittering.xml")


def test_nothing_is_handed_over_for_an_item_that_is_no_longer_ours() -> None:
    """Ownership is asked before the letter leaves."""
    act = SendLetterOnce(letter())

    def lost() -> None:
        raise LeaseLost

    with pytest.raises(LeaseLost):
        act.write(lost)
    assert act.look().ours == ()


def test_the_check_can_fail(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that can't be one is named; an ordinary one is fine."""
    assert check_digital_post().ok
    (house / "a-file").write_text("x")
    monkeypatch.setenv("GEVINST_DIGITALPOST_FOLDER", str(house / "a-file"))
    assert not check_digital_post().ok
