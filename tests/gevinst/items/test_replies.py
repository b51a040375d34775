"""Answers to senders: one for an item, within the day's limits, and a reason wherever there is none."""

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.errors import BusinessError
from gevinst.items.replies import decide, reply_to, unanswered_in
from gevinst.items.retention import neutralise_past
from gevinst.ledger.checks import reconcile
from gevinst.store import clock
from gevinst.store.tables import replies
from tests.gevinst.core import OutsideSystem, Register, put, run

DAY = 86_400 * clock.MICROSECONDS


def ask(
    engine: Engine,
    item: int,
    sender: str = "kkk",
    *,
    no_answer: Code | None = None,
    for_new_case: bool = True,
    over_the_limit: bool = False,
) -> bool:
    """Whether the item's sender gets an answer."""
    with engine.begin() as connection:
        return decide(
            connection,
            item,
            sender_hash=sender,
            no_answer=no_answer,
            for_new_case=for_new_case,
            over_the_limit=over_the_limit,
        )


def test_it_is_decided_once_for_an_item(database: Engine) -> None:
    """However often the step is run: the same decision, counted once, and its reason can be read."""
    one, other = put(database, "a"), put(database, "b")
    assert [ask(database, one), ask(database, one)] == [True, True]
    decided = [ask(database, other, no_answer=Code.NO_ANSWER_WANTED), ask(database, other)]
    assert decided == [False, False]
    with database.connect() as connection:
        assert len(connection.execute(replies.select()).all()) == 2
        reasons = [reply.sentence for item in (one, other) if (reply := reply_to(connection, item))]
    assert reasons == ["Kvitteringen til afsenderen er endnu ikke sendt.", Code.NO_ANSWER_WANTED.sentence]


def test_a_day_has_room_for_so_many_answers(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over the limit a person is asked, who may let it go; the next day has room again. Senders without one don't count."""
    monkeypatch.setenv("GEVINST_ANSWERS_PER_DAY", "2")
    numbers = [put(database, str(number)) for number in range(6)]
    assert not ask(database, numbers[0], no_answer=Code.NO_ANSWER_OWN)
    assert [ask(database, number, f"s{number}") for number in numbers[1:3]] == [True, True]
    with pytest.raises(BusinessError) as caught:
        ask(database, numbers[3], "another")
    assert caught.value.code is Code.ANSWER_LIMIT
    assert ask(database, numbers[3], "another", over_the_limit=True)
    monkeypatch.setattr(clock.offset, "microseconds", DAY)
    assert ask(database, numbers[4], "another")


def test_a_sender_gets_one_answer_a_day_that_tells_of_no_new_case(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirty bills give thirty receipts; thirty questions don't give thirty answers, whatever else went out that day."""
    numbers = [put(database, str(number)) for number in range(5)]
    assert [ask(database, number) for number in numbers[:2]] == [True, True]
    with pytest.raises(BusinessError):
        ask(database, numbers[2], for_new_case=False)
    assert ask(database, numbers[3], "another", for_new_case=False)
    assert ask(database, numbers[4], "another")
    monkeypatch.setattr(clock.offset, "microseconds", DAY)
    assert ask(database, numbers[2], for_new_case=False)


def test_a_mail_that_got_no_answer_takes_none_from_its_sender(database: Engine) -> None:
    """What never went wrote nobody full."""
    unanswered, answered = put(database, "a"), put(database, "b")
    assert not ask(database, unanswered, no_answer=Code.NO_ANSWER_WANTED)
    assert ask(database, answered, for_new_case=False)


def test_the_books_miss_an_answer_that_neither_went_nor_has_a_reason(database: Engine) -> None:
    """What `gevinst ledger verify` and doctor hold: an answer in Sent, or why there is none, and not both."""
    numbers = [put(database, str(number)) for number in range(5)]
    went, silent = (numbers[0], numbers[4]), (numbers[1], numbers[4])
    outside = OutsideSystem()

    def work(case: object) -> None:
        item = case.item  # type: ignore[attr-defined]
        if item.id == numbers[3]:
            return  # nobody asked whether to answer
        ask(database, item.id, no_answer=Code.NO_ANSWER_WANTED if item.id in silent else None)
        if item.id in went:
            act = Register(outside, item.label)
            act.name = "send"
            case.guarded(act)  # type: ignore[attr-defined]

    run(database, work)
    with database.connect() as connection:
        missed = [finding.about for finding in reconcile(connection) if "answer" in finding.detail]
        assert reply_to(connection, numbers[0]) is not None
    assert missed == [f"GEV-{number}" for number in numbers[2:]]


def test_a_run_knows_whom_it_did_not_answer(database: Engine) -> None:
    """For its receipt: the items it had, each with the reason."""
    number = put(database, "a")
    run(database, lambda case: ask(database, case.item.id, no_answer=Code.NO_ANSWER_OWN) and None)
    with database.connect() as connection:
        assert unanswered_in(connection, "run-1") == {number: Code.NO_ANSWER_OWN}
        assert unanswered_in(connection, "run-2") == {}


def test_who_was_answered_is_forgotten_with_the_case(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a keyed hash of an address goes when the case's data does; that there was an answer stays."""
    number = put(database, "a")
    run(database, lambda case: ask(database, case.item.id) and None)
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE queues SET retention_days = 1")
    monkeypatch.setattr(clock.offset, "microseconds", 3 * DAY)
    neutralise_past(database)
    with database.connect() as connection:
        (row,) = connection.execute(replies.select()).all()
    assert (row.item_id, row.sender_hash) == (number, None)
