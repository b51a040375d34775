"""What the first steps stop: mail that a person must read before the robot goes on."""

import pytest

from gevinst.codes import Code
from gevinst.items.case import Case
from gevinst.items.model import State
from gevinst.items.queues import Queue, claim
from gevinst.store.engine import open_engine
from gevinst.store.migrate import upgrade
from tasks.intake import take_in_mail
from tasks.reading import open_mail
from tests.post import deliver

QUEUE = Queue("helbredstillaeg", "P-042")


def opened(*, subject: str) -> Case:
    """The one mail with that subject, taken in, claimed and opened as the flow's first step opens it."""
    deliver(subject=subject)
    engine = open_engine()
    upgrade(engine)
    assert take_in_mail.fn(QUEUE, "helbredstillaeg") == 1
    with engine.begin() as connection:
        item = claim(connection, QUEUE.name, worker="test", flow_run=None)
    assert item is not None
    case = Case(engine, item, lambda _case, _ending: None)
    with case:
        open_mail.__wrapped__()
    return case


@pytest.mark.parametrize(
    ("subject", "state", "code"),
    [
        ("Regning", State.COMPLETED, None),
        ("Regning, og klage over jeres afgørelse", State.PENDING, Code.TEXT_TO_READ),
    ],
)
def test_a_complaint_in_the_subject_goes_to_a_person(subject: str, state: State, code: Code | None) -> None:
    """A person reads a mail whose subject holds a word of alarm, however ordinary its text is."""
    case = opened(subject=subject)
    with case.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT state, code FROM items").one()
    assert (row.state, row.code) == (state, code)
