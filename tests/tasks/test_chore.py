"""What happens outside any case (post fetched, an answer saved) tells of an unknown error by class and place only."""

import logging
import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from gevinst.codes import Code
from gevinst.errors import BusinessError, ProcessError
from gevinst.store.engine import open_engine
from tasks.step import chore

PERSONAL = "Zenobia Kværndrupsøe"


def failing_with(error: Exception):  # noqa: ANN201 (a task of Prefect's)
    """A chore in which this goes wrong."""

    @chore("Hent post")
    def fetch() -> None:
        raise error

    return fetch.fn


def test_an_unknown_errors_text_goes_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    """Its text may quote what was read or stored: neither the error that goes on nor the log holds a word of it."""
    with pytest.raises(ProcessError) as raised, caplog.at_level(logging.DEBUG):
        failing_with(LookupError(PERSONAL))()
    assert "LookupError" in raised.value.detail
    assert "fetch" in raised.value.detail
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert "Zenobia" not in told
    assert "test_chore.py" in caplog.text


def test_an_error_of_ours_goes_on_as_it_is() -> None:
    """What has a code is foreseen, holds nothing personal, and keeps its consequence."""
    with pytest.raises(BusinessError) as raised:
        failing_with(BusinessError(Code.NO_ATTACHMENT))()
    assert raised.value.code is Code.NO_ATTACHMENT


def test_a_failing_statement_leaves_its_values_out(database_url: str) -> None:
    """The text of a database error goes to logs: the statement may stand there, what was to be stored may not."""
    statement = text("INSERT INTO queues (name, potential_id) VALUES (:name, :note)")
    values = {"name": "k", "note": PERSONAL}
    with open_engine(database_url).begin() as connection:
        connection.execute(statement, values)
        with pytest.raises(IntegrityError) as raised:
            connection.execute(statement, values)
    assert "INSERT INTO queues" in str(raised.value)
    assert "Zenobia" not in str(raised.value)
