"""The post as files: forty mails with their truth, the same bytes every time."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from sandbox.post.generate import MAILBOX, TRUTH, generate
from sandbox.post.layouts import NOTE, label_table, word_controls, word_table
from sandbox.post.plan import demo
from sandbox.post.stilled import still_pdf
from tests.delivery import Delivery

SOON = [sample for sample in demo() if all(layout not in ("from_word", "from_browser") for _, layout in sample.papers)]
"""Mails that need no slow producer."""


def test_forty_mails_and_what_must_become_of_each(delivery: Delivery) -> None:
    """24 registered, 11 to a person, 3 no cases, one delivered twice, one document sent again; a file for each."""
    assert Counter(one["expected"] for one in delivery.truth) == {
        "registered": 24,
        "person": 11,
        "set aside": 3,
        "duplicate mail": 1,
        "duplicate document": 1,
    }
    assert {one["mail"] for one in delivery.truth} == {path.name for path in delivery.folder.glob("*.eml")}
    assert len(delivery.truth) == 40


def test_the_same_mail_comes_twice(delivery: Delivery) -> None:
    """Byte for byte, as a server delivers again."""
    assert (delivery.folder / "39-samme-mail-igen.eml").read_bytes() == (
        delivery.folder / "01-01-prisoverslag.eml"
    ).read_bytes()


def test_the_same_document_comes_in_another_mail(delivery: Delivery) -> None:
    """Another Message-ID, the very same attachment."""
    first, again = delivery.mail("02-02-regning.eml"), delivery.mail("40-samme-dokument-igen.eml")
    assert first["Message-ID"] != again["Message-ID"]
    (first_file,), (again_file,) = delivery.files("02-02-regning.eml"), delivery.files("40-samme-dokument-igen.eml")
    assert first_file == again_file


def test_the_truth_names_each_file_by_its_hash(delivery: Delivery) -> None:
    """The mail itself first, then its attachments: what must be found filed on the case."""
    for one in delivery.truth:
        contents = [
            (delivery.folder / one["mail"]).read_bytes(),
            *(content for _, content in delivery.files(one["mail"])),
        ]
        assert one["files"] in ([hashlib.sha256(content).hexdigest() for content in contents], [])
        assert one["files"] or one["expected"] == "duplicate mail"


def test_the_truth_says_what_the_old_system_must_hold(delivery: Delivery) -> None:
    """For those that go through, and only for those, the row in the system's own writing."""
    for one in delivery.truth:
        assert (one.get("registration") is not None) == (one["expected"] == "registered")
        if row := one.get("registration"):
            assert set(row) == {"cpr", "kind", "treatment", "treatment_date", "amount", "cvr"}
            assert re.fullmatch(r"(?:\d{1,3}\.)*\d{1,3},\d{2}", row["amount"])
            assert re.fullmatch(r"\d{2}-\d{2}-\d{4}", row["treatment_date"])


def test_every_mail_is_to_the_mailbox_and_has_an_id_of_its_own(delivery: Delivery) -> None:
    """Except the one that is delivered twice."""
    mails = [delivery.mail(one["mail"]) for one in delivery.truth]
    assert all(mail["To"] == MAILBOX for mail in mails)
    assert len({mail["Message-ID"] for mail in mails}) == 39


def test_mails_carry_what_must_not_spread(delivery: Delivery) -> None:
    """Name and number in the subject and the file's name, as people write them: what the search for leaks looks for."""
    for one in delivery.truth:
        if one["expected"] == "registered":
            mail = delivery.mail(one["mail"])
            assert one["names"][0] in mail["Subject"]
            assert one["cpr"][:6] in mail["Subject"]
            assert one["names"][0] in delivery.files(one["mail"])[0][0]


def test_every_document_says_that_it_is_invented() -> None:
    """On each page: nobody takes it for a real clinic's bill."""
    assert "OPDIGTET" in NOTE


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every mail and the truth, except the locked file: encryption draws its own dice."""
    for folder in ("a", "b"):
        generate(tmp_path / folder, samples=SOON, browser="")
    first, second = (sorted((tmp_path / folder).glob("*")) for folder in ("a", "b"))
    assert len(first) == len(SOON) + 1
    differing = [a.name for a, b in zip(first, second, strict=True) if a.read_bytes() != b.read_bytes()]
    locked = [path.name for path in first if "laast" in path.name]
    assert differing == [*locked, TRUTH]
    truths = [json.loads((tmp_path / folder / TRUTH).read_text(encoding="utf-8")) for folder in ("a", "b")]
    for truth in truths:
        for one in truth:
            if one["mail"] in locked:
                del one["files"]
    assert truths[0] == truths[1]


@pytest.mark.parametrize("layout", [label_table, word_table, word_controls])
def test_a_layout_is_the_same_bytes_every_time(layout: object) -> None:
    """No clock and no chance inside: not in a PDF's dates, not in a Word file's."""
    paper = SOON[0].papers[0][0]
    assert callable(layout)
    assert layout(paper) == layout(paper)


def test_slow_producers_clocks_are_stilled(delivery: Delivery) -> None:
    """LibreOffice's and the browser's PDFs carry one fixed moment and one fixed identity, and still open."""
    stilled = 0
    for sample, one in zip(delivery.plan, delivery.truth, strict=False):
        for (_, layout), (_, content) in zip(sample.papers, delivery.files(one["mail"]), strict=True):
            if layout in ("from_word", "from_browser"):
                assert b"20261124090000" in content
                assert still_pdf(content) == content
                stilled += 1
    assert stilled >= 6
