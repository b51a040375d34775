"""Personal text shows itself nowhere, and is still itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from gevinst.values.personal import Personal
from tests.gevinst.values.hiding import assert_errors_hide, assert_hidden, through_json

NAME = "Åse Nøddebo"


class Letter(BaseModel):
    """A model as ours are."""

    to: Personal


def test_a_name_shows_itself_nowhere() -> None:
    """Not printed, formatted, in an exception, in JSON or in a pickle."""
    assert_hidden(Personal(NAME), NAME, "Nøddebo", "N\\xf8ddebo")


def test_a_model_that_holds_a_name_hides_it_too() -> None:
    """Neither the model's repr nor what a validation error says of a wrong value shows it."""
    assert "Nøddebo" not in f"{Letter(to=Personal(NAME))!r} {Letter(to=Personal(NAME))}"
    assert_errors_hide(Letter, {"to": [NAME]}, "Nøddebo")
    assert_errors_hide(Letter, {"to": {"name": NAME}}, "Nøddebo")


@given(st.text())
def test_a_checkpoint_brings_back_the_same_text(text: str) -> None:
    """Through Pydantic's JSON, which a checkpoint is, nothing is lost."""
    value = Personal(text)
    assert through_json(value) == value
    assert value.reveal() == text


def test_equal_texts_are_equal_and_empty_is_false() -> None:
    """Names can be compared and counted without being shown."""
    assert Personal(NAME) == Personal(NAME) != Personal("Åse")
    assert Personal(NAME) != NAME
    assert len({Personal(NAME), Personal(NAME)}) == 1
    assert Personal(NAME)
    assert not Personal("")


def test_only_text_is_personal_text() -> None:
    """A number or a list where a name belongs is an error, not its repr."""
    with pytest.raises(ValidationError):
        Letter.model_validate({"to": 7})
