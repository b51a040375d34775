"""From what was clicked to what is kept: a chosen candidate becomes the value of the field it was offered for."""

import pytest
from sqlalchemy import Engine

from gevinst.codes import Code
from gevinst.desk.answering import Action, Typed, give
from gevinst.desk.case import CaseFacts, case_facts
from gevinst.errors import BusinessError
from gevinst.items.corrections import Corrected, corrections_of
from gevinst.items.loop import Run
from gevinst.items.model import State
from gevinst.items.readings import DocumentReading, ReadField
from gevinst.values.field_types import FieldType
from tests.gevinst.core import QUEUE, put, register_potential

OFFERED = ("Krone", "Bro")
FIELD = ReadField(
    name="treatment",
    title="Behandling",
    type=FieldType.TEXT,
    problem=Code.CONFLICTING_VALUES,
    candidates=OFFERED,
)


@pytest.fixture
def office(database: Engine) -> Engine:
    """A case came in."""
    register_potential(database)
    put(database)
    return database


def ask(engine: Engine, content: bytes) -> str:
    """A run keeps what it read of the one document on the mail, and asks which candidate holds; the document's hash."""
    for case in Run(engine, QUEUE):
        with case:
            sha256 = case.keep_file(content, role="attachment", file_name="bilag.pdf", media_type="application/pdf")
            case.keep_reading(sha256, "helbredstillaeg", DocumentReading(kind="regning", fields=(FIELD,)))
            raise BusinessError(Code.CONFLICTING_VALUES, candidates=OFFERED)
    return sha256


def facts_of(engine: Engine) -> CaseFacts:
    """The case as somebody sees it now."""
    with engine.connect() as connection:
        facts = case_facts(connection, 1)
    assert facts is not None
    return facts


def choose(engine: Engine, question: int, candidate: int) -> State:
    """Somebody chooses one of the candidates, or 0 for none of them."""
    facts = facts_of(engine)
    with engine.begin() as connection:
        return give(connection, facts, Typed(question, Action.GO_ON, candidate=candidate), initials="ABC")


def kept(engine: Engine) -> list[Corrected]:
    """What was put right."""
    with engine.connect() as connection:
        return corrections_of(connection, 1)


def test_a_candidate_is_the_value_of_the_document_that_was_read_last(office: Engine) -> None:
    """A colleague has put another document on the mail, of which the robot asks the same: the earlier one gets no value."""
    earlier = ask(office, b"the first bill")
    assert choose(office, 1, 0) is State.NEW
    later = ask(office, b"the right bill")
    assert [(each.file.sha256, each.is_latest) for each in facts_of(office).documents] == [
        (earlier, False), (later, True),
    ]  # fmt: skip
    assert choose(office, 2, 2) is State.NEW
    assert [(each.question, each.correction.sha256, each.correction.value) for each in kept(office)] == [
        (2, later, "Bro")
    ]
