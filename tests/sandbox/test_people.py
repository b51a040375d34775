"""The invented people: their numbers were never issued, our reader takes them, and each special case is there."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from gevinst.redaction import MASK, redact
from gevinst.values.cpr import Cpr
from sandbox import people
from sandbox.people import ORDINARY, PEOPLE, never_issued

SPECIAL = (people.UNKNOWN, people.WITHOUT_GRANT, people.PROTECTED, people.DECEASED, people.EXEMPT)


def test_nobody_s_number_was_ever_issued() -> None:
    """Failing modulus 11 they could only belong to people registered as born on 1 January, and none of these is."""
    for person in PEOPLE:
        number = Cpr.parse(person.cpr)
        assert not number.passes_modulus_11
        assert (number.birth_date.day, number.birth_date.month) != (1, 1)
        assert not number.is_replacement


def test_everybody_is_a_pensioner_born_in_the_last_century() -> None:
    """The century rule gives each of them an age at which a health supplement is granted."""
    for person in PEOPLE:
        assert date(1930, 1, 1) < Cpr.parse(person.cpr).birth_date < date(1958, 1, 1)


@given(st.dates(min_value=date(1930, 1, 2), max_value=date(1957, 12, 31)), st.integers(1000, 2999))
def test_a_number_made_for_any_day_fails_modulus_11(birth: date, serial: int) -> None:
    """Whatever day and serial the generator asks for."""
    number = Cpr.parse(never_issued(birth, serial))
    assert number.birth_date == birth
    assert not number.passes_modulus_11


def test_everybody_has_a_number_and_a_name_of_their_own() -> None:
    """A register in which two shared one would prove nothing about mixing them up."""
    assert len({person.cpr for person in PEOPLE}) == len({person.name for person in PEOPLE}) == len(PEOPLE)


def test_each_reason_the_systems_can_give_has_its_person() -> None:
    """Unknown, without a grant, protected, dead, exempt: one each, and nothing else is the matter with them."""
    ordinary = (True, True, False, False, False)
    odd = [(p.known, p.has_grant, p.protected, p.deceased, p.exempt) for p in SPECIAL]
    assert all(sum(a != b for a, b in zip(one, ordinary, strict=True)) == 1 for one in odd)
    assert len(set(odd)) == len(SPECIAL)
    assert all(person in PEOPLE for person in (*SPECIAL, people.ALREADY_REGISTERED))
    for person in ORDINARY:
        assert (person.known, person.has_grant, person.protected, person.deceased, person.exempt) == ordinary


def test_their_numbers_are_masked_like_anybody_s() -> None:
    """What the search for leaks plants is what the redaction finds."""
    assert all(redact(f"sag {person.cpr} ") == f"sag {MASK} " for person in PEOPLE)


def test_their_towns_and_streets_say_that_they_are_invented() -> None:
    """Nobody reading a demo's screen takes them for neighbours."""
    said = " ".join(f"{person.address} {person.city}" for person in PEOPLE)
    for word in ("Opdigtet", "Prøve", "Eksempel", "Demo"):
        assert word in said
