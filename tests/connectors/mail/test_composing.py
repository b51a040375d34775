"""The receipt: kind, in the thread, and nothing personal in it."""

from email import message_from_bytes, policy

import pytest

from connectors.mail.composing import SUBJECT, compose_receipt, derived_message_id
from tests.connectors.mail.receipts import GIVEN, receipt_text


def test_the_receipt_stands_in_the_senders_thread_and_stops_loops() -> None:
    """A mail program shows it under the sender's mail, and no robot answers it."""
    mail = message_from_bytes(compose_receipt(**GIVEN), policy=policy.default)
    assert mail["To"] == "kontakt@klinik.example"
    assert mail["In-Reply-To"] == "<1@klinik.example>"
    assert mail["References"] == "<0@klinik.example> <1@klinik.example>"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["Message-ID"] == "<abc@robot.example>"
    assert mail["Content-Language"] == "da"
    assert mail["Date"]


def test_the_receipt_says_what_arrived_when_and_nothing_about_whom() -> None:
    """Subject and text name the day and our number; no benefit, no greeting by name, no quoted text."""
    text = receipt_text(compose_receipt)
    assert "24. november 2026" in text
    assert "GEV-1042" in text
    assert text.rstrip().endswith("Eksempel Kommune")
    assert not any(
        word in (SUBJECT + text).lower() for word in ("helbred", "tillæg", "pension", "klinik", "borger", "cpr")
    )


@pytest.mark.parametrize(
    "stranger",
    ["<[abc@@]>", "<0302451234@klinik.example>", "<" + "a" * 400 + "@b.example>", "<a@b>\r\nBcc: x@y.example", ""],
)
def test_a_message_id_that_is_broken_or_may_hold_a_cpr_number_is_not_repeated(stranger: str) -> None:
    """What the sender's system wrote in an id never makes our mail unlawful or unsendable; the thread is lost instead."""
    mime = compose_receipt(**GIVEN | {"in_reply_to": stranger, "references": stranger})
    mail = message_from_bytes(mime, policy=policy.default)
    assert mail["In-Reply-To"] is None
    assert mail["References"] is None
    assert mail["Bcc"] is None


@pytest.mark.parametrize("stranger", ["<zenobia.24@klinik.example>", "<24.Kvaerndrupsoee@klinik.example>"])
def test_a_message_id_with_the_citizens_name_in_it_is_not_repeated(stranger: str) -> None:
    """Systems name mails after whom they are about; our ordinary mail doesn't carry that on."""
    named = {"in_reply_to": stranger, "references": f"<0@klinik.example> {stranger}"}
    mime = compose_receipt(**GIVEN | named, names=("Zenobia Kværndrupsøe",))
    assert b"zenobia" not in mime.lower()
    assert b"kvaerndrup" not in mime.lower()


def test_the_derived_message_id_is_the_same_each_time_and_tells_items_and_steps_apart() -> None:
    """A second sending of the same receipt can be seen by its id."""
    first = derived_message_id(1042, "receipt")
    assert first == derived_message_id(1042, "receipt")
    assert len({first, derived_message_id(1043, "receipt"), derived_message_id(1042, "letter")}) == 3
