"""Whom the robot writes to: within the day's limits, once for a case, and a reason wherever it doesn't."""

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.items.model import Item, State
from gevinst.items.preview import PreviewCase, WouldWrite
from gevinst.items.replies import reply_to
from gevinst.keyed_hash import keyed_hash
from gevinst.store.tables import replies
from gevinst.values.personal import Personal
from tasks.answer_rules import may_answer
from tests.gevinst.core import put, row, run
from tests.tasks.mailroom import reply
from tests.tasks.test_letters import opened

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""The core proves the counting on both databases."""


def test_over_the_days_limit_a_person_says_whether_the_answer_goes(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case waits with its reason, and goes on with the answer once somebody has said so."""
    monkeypatch.setenv("GEVINST_ANSWERS_PER_DAY", "1")
    first, second = put(database, "a"), put(database, "b")

    def work(_case: Case) -> None:
        assert may_answer(opened(), for_new_case=True)

    run(database, work)
    assert (row(database, first).state, row(database, second).code) == (State.COMPLETED, Code.ANSWER_LIMIT)
    reply(database, Choice.RETRY)
    run(database, work)
    assert row(database, second).state == State.COMPLETED


def test_a_sender_gets_one_answer_a_day_that_tells_of_no_new_case(database: Engine) -> None:
    """However it writes its address; what others were answered is none of its business."""
    senders = iter(("kontakt@klinik.example", "KONTAKT@Klinik.example", "post@klinik.example"))
    numbers = [put(database, name) for name in "abc"]

    def work(_case: Case) -> None:
        came = opened().model_copy(update={"sender": Personal(next(senders))})
        assert may_answer(came, for_new_case=False)

    run(database, work)
    assert [row(database, number).code for number in numbers] == [None, Code.ANSWER_LIMIT, None]


def test_what_is_known_of_the_sender_is_a_keyed_hash(database: Engine) -> None:
    """Under the installation's key, so that nobody without it finds the address by trying; nothing else is stored."""
    put(database, "a")
    run(database, lambda _case: may_answer(opened(), for_new_case=True) and None)
    with database.connect() as connection:
        (stored,) = connection.execute(replies.select()).all()
    assert stored.sender_hash == keyed_hash("sender", "kontakt@klinik.example")
    assert "klinik" not in str(stored)


def test_a_dry_run_decides_nothing(database: Engine) -> None:
    """It ends there, as at any other write."""
    number = put(database, "a")
    case = PreviewCase(database, Item(number, "helbredstillaeg", State.NEW, 0, 0), lambda _case, _ending: None)
    with case, pytest.raises(WouldWrite):
        may_answer(opened(), for_new_case=True)
    with database.connect() as connection:
        assert reply_to(connection, number) is None
