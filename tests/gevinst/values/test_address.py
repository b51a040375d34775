"""Addresses: every part known or none, and shown nowhere."""

import pytest
from pydantic import BaseModel

from gevinst.values.address import Address, read_address
from gevinst.values.errors import UnreadableValue
from tests.gevinst.values.hiding import assert_errors_hide, assert_hidden, through_json

WHOLE = "Prøvevej 12B, 2. tv., Lille Demosund, 4470 Demosund"


class Home(BaseModel):
    """A model as ours are."""

    address: Address


def parts(address: Address) -> tuple[str, ...]:
    """What it says, part by part."""
    unit = (address.floor, address.door)
    return (address.street, address.house_number, *unit, address.place, address.postcode, address.city)


@pytest.mark.parametrize(
    "text",
    [
        *(WHOLE, f" {WHOLE} ", WHOLE.replace(", ", ","), WHOLE.replace(", ", "\n"), WHOLE.replace(", ", ",\r\n")),
        *(WHOLE.replace("12B", "12b"), WHOLE.replace("12B", "12 B"), WHOLE.replace(" ", "\u00a0")),
        *(WHOLE.replace("2. tv.", other) for other in ("2. tv", "2.tv.", "2 tv", "2. t.v.", "2. TV", "2. sal tv.")),
    ],
)
def test_an_address_however_it_is_set(text: str) -> None:
    """On one line or on several; whatever people do with points, spaces and capitals of the floor, door and letter."""
    assert parts(read_address(text)) == ("Prøvevej", "12B", "2", "tv", "Lille Demosund", "4470", "Demosund")
    assert read_address(text).reveal() == WHOLE


@pytest.mark.parametrize(
    ("text", "street", "number", "city"),
    [
        ("Demogade 1, 4450 Prøverup", "Demogade", "1", "Prøverup"),
        ("Opdigtet Allé 999Z, 8000 Eksempelby C", "Opdigtet Allé", "999Z", "Eksempelby C"),
        ("Tænkt 10. Plads 7, 0800 Høje-Prøverup", "Tænkt 10. Plads", "7", "Høje-Prøverup"),
        ("10. Prøvegade 7, 9990 Nr. Prøverup", "10. Prøvegade", "7", "Nr. Prøverup"),
        ("H.C. Prøves Vej 7, 4400 Kgs. Eksempelby", "H.C. Prøves Vej", "7", "Kgs. Eksempelby"),
        ("St. Demogade 7, 4400 Eksempelby Ø", "St. Demogade", "7", "Eksempelby Ø"),
        ("Prøve\u2011Demos Vej 7, 4400 Høje–Prøverup", "Prøve-Demos Vej", "7", "Høje-Prøverup"),
        ("PRØVEVEJ 7, 4400 EKSEMPELBY", "PRØVEVEJ", "7", "EKSEMPELBY"),
        ("Prøvea\u030avej 7, 4400 A\u030aby", "Prøveåvej", "7", "Åby"),  # å of two characters, as some files have it
    ],
)
def test_streets_and_cities_as_they_are_named(text: str, street: str, number: str, city: str) -> None:
    """Points, accents, hyphens, several words, and a king's or a date's number."""
    address = read_address(text)
    assert (address.street, address.house_number, address.city) == (street, number, city)
    assert address.floor == address.door == address.place == ""


@pytest.mark.parametrize(
    ("unit", "floor", "door"),
    [
        *(("st.", "st", ""), ("st", "st", ""), ("kl.", "kl", ""), ("k2", "k2", "")),
        *(("1. sal", "1", ""), ("2.", "2", ""), ("99 sal", "99", "")),
        *(("st. th.", "st", "th"), ("st th", "st", "th"), ("kl. mf", "kl", "mf"), ("k2. tv", "k2", "tv")),
        *(("1. sal th", "1", "th"), ("14. m.f.", "14", "mf"), ("3. 14", "3", "14"), ("2. sal 5", "2", "5")),
        ("st. 1203", "st", "1203"),
    ],
)
def test_floors_and_doors(unit: str, floor: str, door: str) -> None:
    """Ground floor, cellars and numbers; left, middle, right and numbers."""
    address = read_address(f"Demogade 1, {unit}, 4450 Prøverup")
    assert (address.floor, address.door, address.place) == (floor, door, "")
    assert read_address(address.reveal()) == address


@pytest.mark.parametrize(
    "house",
    [
        *(
            "Demogade",
            "1",
            "Demogade 0",
            "Demogade 01",
            "Demogade 1000",
            "Demogade 1-3",
            "Demogade 1AB",
            "Demogade 1/2",
        ),
        "Vej 1 12",  # house 12 in Vej 1, or door 12 of house 1?
        *("Demogade 1O", "Demogade 1l", "Demogade 2I"),  # or 10, 11 and 21?
        *("Demogade 2. tv 1", "2. TV. Demogade 1", "Demogade 2. sal 1", "Demogade st 1", "Demogade 1 2. tv."),
        *("Demogade  1", "Demo-\ngade 1", "-Demogade 1", "Agnes Nøddebo, Demogade 1", "Postboks 7, Demogade 1"),
        "Demo\u00adgade 1",  # Demo-gade or Demogade?
        *(
            "Demogade \uff11",
            "Demogade \u0661",
            "D\u0435mogade 1",
            "\uff24emogade 1",
            "D" + "e" * 40 + " 1",
            "Demogade" + " " * 200 + "1",
        ),
    ],
)
def test_a_house_nobody_could_be_sure_of_is_refused(house: str) -> None:
    """No number, a range, a letter that looks like a digit, or a part of the address that belongs elsewhere."""
    with pytest.raises(UnreadableValue):
        read_address(f"{house}, 4450 Prøverup")


@pytest.mark.parametrize(
    "between",
    [
        *(
            "2",
            "1 3",
            "2.5",
            "0. tv",
            "tv.",
            "TV",
            "Stuen",
            "stuen",
            "Sal",
            "2., tv.",
            "2. tv., 3. th.",
            "2. tv. th",
            "2. x",
        ),
        *("Lillerup, 2. tv.", "Lillerup, Storerup", "2. tv., Lillerup, Storerup", "lillerup", "Lillerup 2"),
        *("c/o Nøddebo", "", "\n", "2. tv.,", "\uff12. tv", "L" + "i" * 40),
    ],
)
def test_what_between_house_and_postcode_is_not_plain_is_refused(between: str) -> None:
    """Half a floor, two of them, two places, a person, or nothing where something was announced."""
    with pytest.raises(UnreadableValue):
        read_address(f"Demogade 1, {between}, 4450 Prøverup")


@pytest.mark.parametrize(
    "text",
    [
        *("", "Demogade 1", "4450 Prøverup", "4450 Prøverup, Demogade 1", "Demogade 1 4450 Prøverup"),
        *("Demogade 1, 2. tv. 4450 Prøverup", "Demogade 1; 4450 Prøverup", ", Demogade 1, 4450 Prøverup"),
        *("Demogade 1, Prøverup", "Demogade 1, 4450", "Demogade 1, 445 Prøverup", "Demogade 1, 44500 Prøverup"),
        *("Demogade 1, 0799 Prøverup", "Demogade 1, 9991 Prøverup", "Demogade 1, DK-4450 Prøverup"),
        *("Demogade 1, 4450 Prøverup 2", "Demogade 1, 4450  Prøverup", "Demogade 1, 4450 Prøve\nrup"),
        *(
            "Demogade 1, 4450 Prøverup,",
            "Demogade 1, 4450 Prøverup, Danmark",
            "Demogade 1, \u0664\u0664\u0665\u0660 Prøverup",
        ),
        "Demogade 1, 4450 P" + "r" * 40,
    ],
)
def test_what_is_no_whole_address_is_refused_without_repeating_it(text: str) -> None:
    """Parts missing, out of order, run together or too many."""
    with pytest.raises(UnreadableValue) as refused:
        read_address(text)
    assert not text or text not in str(refused.value)


def test_an_address_shows_itself_nowhere() -> None:
    """Not printed, formatted, in an exception, in JSON or in a pickle; neither whole nor a part."""
    assert_hidden(read_address(WHOLE), "Prøvevej", "Pr\\xf8vevej", "12B", "Demosund", "4470")


def test_a_model_that_holds_an_address_hides_it_too() -> None:
    """Neither the model's repr nor what a validation error says of a wrong address shows it."""
    assert "Demosund" not in repr(Home(address=read_address(WHOLE)))
    assert_errors_hide(Home, {"address": "Demogade, 4450 Prøverup"}, "Demogade", "Prøverup")
    assert_errors_hide(Home, {"address": [WHOLE]}, "Demosund")


def test_a_checkpoint_brings_back_the_same_address() -> None:
    """Through Pydantic's JSON, which a checkpoint is, nothing is lost."""
    address = read_address(WHOLE)
    assert through_json(address) == address
    assert len({address, read_address(WHOLE)}) == 1
    assert address != read_address("Prøvevej 12B, 2. th., Lille Demosund, 4470 Demosund")
    assert address != WHOLE
