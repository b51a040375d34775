"""What an item holds: when its mail came, and which of its documents are to be registered."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from gevinst.values.cpr import Cpr
from gevinst.values.personal import Personal
from sandbox.people import ORDINARY
from tasks.mail_item import MailPayload, ReadDocument, Request

BILL = ReadDocument(
    file_sha256="a" * 64,
    kind="regning",
    cpr=Cpr.parse(ORDINARY[0].cpr),
    citizen_name=Personal(ORDINARY[0].name),
    treatment="Briller",
    treatment_date=date(2026, 9, 3),
    amount=Decimal("1234.50"),
    provider_name="Optik Sandkassen",
    provider_cvr="20000013",
    sender_role="behandler",
)


def request(*documents: ReadDocument) -> Request:
    """A mail with these documents."""
    return Request(cpr=Cpr.parse(ORDINARY[0].cpr), citizen_name=Personal(ORDINARY[0].name), documents=documents)


def changed(**what: object) -> ReadDocument:
    """The bill, in another file and with something else on it."""
    return BILL.model_copy(update={"file_sha256": "b" * 64, **what})


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_the_day_it_came_is_the_day_in_denmark(moment: datetime, day: date) -> None:
    """A mail sent after midnight came that day, winter and summer, though UTC still has the day before."""
    payload = MailPayload(mailbox="helbredstillaeg", message_id=Personal(""), received_at=moment)
    assert MailPayload.model_validate(payload.model_dump(mode="json")).received_on == day


def test_enclosures_are_filed_and_not_registered() -> None:
    """A referral beside a bill is only filed; alone it is what is registered."""
    referral = changed(kind="bilag", amount=None)
    assert request(BILL, referral).to_register == (BILL,)
    assert request(referral).to_register == (referral,)


def test_the_same_paper_in_two_files_is_registered_once() -> None:
    """PDF and Word of one bill are one registration; two bills are two, in the order they came."""
    other = changed(treatment_date=date(2026, 9, 4))
    assert request(BILL, changed(), other).to_register == (BILL, other)
    assert not request(BILL, changed(), other).contradicts_itself


@pytest.mark.parametrize("what", [{"amount": Decimal(1)}, {"treatment": "Noget andet"}])
def test_one_paper_with_two_contents_contradicts_itself(what: dict[str, object]) -> None:
    """Kind, day and provider are the same, so the case system would take the second for a copy of the first."""
    assert request(BILL, changed(**what)).contradicts_itself


@pytest.mark.parametrize("what", [{"kind": "prisoverslag"}, {"provider_cvr": "20000021"}, {"kind": "bilag"}])
def test_different_papers_do_not_contradict(what: dict[str, object]) -> None:
    """An estimate and a bill, or bills of two providers, are two papers whatever they say."""
    assert not request(BILL, changed(amount=Decimal(1), **what)).contradicts_itself


def test_nothing_personal_shows() -> None:
    """Whatever is printed of a request by accident holds neither number nor name."""
    shown = f"{request(BILL)!r} {request(BILL)}"
    assert [part for part in (ORDINARY[0].cpr, ORDINARY[0].cpr[6:], *ORDINARY[0].name.split()) if part in shown] == []
