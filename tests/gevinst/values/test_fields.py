"""A field's value goes to a colleague and back: what is shown is read again as just that, and each type has an example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gevinst.values.dates import read_date
from gevinst.values.errors import UnreadableValue
from gevinst.values.field_types import FieldType
from gevinst.values.fields import EXAMPLES, READERS, Form, read_field, written

each_type = pytest.mark.parametrize("kind", FieldType)


@each_type
def test_the_example_of_a_type_is_one_and_stays_itself(kind: FieldType) -> None:
    """Whoever copies the example gets through, and what is shown of it is read as the same value."""
    value = read_field(EXAMPLES[kind], Form(kind))
    assert read_field(written(value, kind), Form(kind)) == value


@each_type
@given(text=st.text("0123456789 .,-+<aAøkr@/\n", max_size=30))
def test_what_is_read_survives_being_shown(kind: FieldType, text: str) -> None:
    """A value in its shown form is read back as itself, whatever it was written as first."""
    try:
        value = read_field(text, Form(kind))
    except UnreadableValue:
        return
    assert read_field(written(value, kind), Form(kind)) == value


def test_every_type_has_a_reader() -> None:
    """None is forgotten."""
    assert set(READERS) == set(EXAMPLES) == set(FieldType)


def test_a_template_may_ask_for_more() -> None:
    """A closed list of words, a system's own case numbers, a text of several lines."""
    assert read_field(" dkk ", Form(FieldType.TEXT, words=("DKK", "EUR"))) == "DKK"
    assert read_field("HT-2026-000123", Form(FieldType.CASE, pattern=r"HT-\d{4}-\d{6}")) == "HT-2026-000123"
    assert read_field("ord " * 200, Form(FieldType.TEXT, long=True))
    for text, form in (("SEK", Form(FieldType.TEXT, words=("DKK",))), ("ord " * 200, Form(FieldType.TEXT))):
        with pytest.raises(UnreadableValue):
            read_field(text, form)


def test_days_are_shown_as_danes_write_them() -> None:
    """With the month's name, so that nobody takes the day for the month."""
    assert written(read_date("2026-03-04"), FieldType.DATE) == "4. marts 2026"
