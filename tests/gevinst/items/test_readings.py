"""What was read of a document is a citizen's: an error about it shows none of it."""

import traceback
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine, update

from gevinst.items.loop import Run
from gevinst.items.readings import DocumentReading, KeptReading, Place, ReadField, readings_of
from gevinst.store.tables import readings
from gevinst.values.field_types import FieldType
from tests.gevinst.core import QUEUE, put, register_potential

NAME = "Aase Kjaer"
FIELD: dict[str, Any] = {"name": "citizen_name", "title": "Navn", "type": "name", "value": NAME}


def test_a_broken_reading_shows_nothing_of_itself(database: Engine) -> None:
    """Neither the error nor its traceback holds what was kept, whichever part of it is broken."""
    register_potential(database)
    put(database)
    field = ReadField(name="citizen_name", title="Navn", type=FieldType.NAME, value=NAME)
    for case in Run(database, QUEUE):
        with case:
            case.keep_reading("a" * 64, "helbredstillaeg", DocumentReading(kind="regning", fields=(field,)))
    for broken in (
        {"fields": [FIELD | {"value": [NAME]}]},
        {"fields": [FIELD | {"places": [{"page": NAME}]}]},
        {"fields": [FIELD | {"type": NAME}]},
        {"fields": NAME},
        {"kind": {NAME: NAME}},
    ):
        with database.begin() as connection:
            connection.execute(update(readings).values(result=broken))
        with pytest.raises(ValidationError) as raised, database.connect() as connection:
            readings_of(connection, 1)
        assert NAME not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("model", [Place, ReadField, DocumentReading, KeptReading])
def test_no_part_of_a_reading_shows_what_it_was_given(model: type[BaseModel]) -> None:
    """Wherever it is made, and not only where it is read back."""
    with pytest.raises(ValidationError) as raised:
        model.model_validate({key: {NAME: NAME} for key in model.model_fields})
    assert NAME not in str(raised.value)
