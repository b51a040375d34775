"""The form of a Danish address: which part is which. Plain text in and out; `address.py` hides it.

Rules: danmarksadresser.dk: a house number is 1-999 and perhaps a capital letter; floors are st, kl, k2
and 1-99, doors tv, mf, th or a number; a place may stand before the postcode. Doors named by a letter are not read.
"""

import re
from typing import NamedTuple

_LETTER = "[A-Za-zÀ-ÖØ-öø-ÿ]"
_WORD = rf"{_LETTER}+(?:[-'’.]{_LETTER}+)*\.?"
_NAME = re.compile(rf"{_WORD}(?: {_WORD})*")
# Digits in a street's name are ordinals only (Christian 10. Gade): in `Vej 1 12` nobody can say which is the house. I, J, O
# and Q, and a small l, are no letters of a house: some of them look like the digits 1 and 0.
_HOUSE = re.compile(
    rf"(?P<street>(?:(?:{_WORD}|[1-9][0-9]?\.) )*{_WORD}) "
    r"(?P<number>[1-9][0-9]{0,2}) ?(?P<letter>[A-HK-NPR-Za-hkmnpr-z]?)"
)
_LEVEL = "(?P<floor>st|kl|k[2-9]|[1-9][0-9]?)"
_UNITS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_LEVEL}(?:\. ?| )(?:sal )?(?P<door>t\.?v|m\.?f|t\.?h)\.?",
        rf"{_LEVEL}(?:\. (?:sal )?| sal )(?P<door>[1-9][0-9]{{0,3}})",
        r"(?P<floor>[1-9][0-9]?)(?:\.(?: ?sal)?| sal)(?P<door>)",
        r"(?P<floor>st|kl|k[2-9])\.?(?P<door>)",
    )
)
_CITY = re.compile(rf"(?P<postcode>[0-9]{{4}}) (?P<city>{_NAME.pattern})")
_LOWEST_POSTCODE, _HIGHEST_POSTCODE = 800, 9990
_LONGEST_NAME, _LONGEST = 40, 200
_BETWEEN = re.compile(r" *(?:, *(?:\r?\n)?|\r?\n) *")
# What says where in the house it is: neither a street nor a place, whatever it stands in the stead of. `St.` and `Th.` in
# small letters but the first are a street's (St. Kongensgade, Carl Th. Dreyers Vej).
_INSIDE = re.compile(
    r"(?:^|(?<= ))(?:tv|TV|t\.v|mf|MF|m\.f|th|TH|t\.h|st|ST|kl|KL|[Ss]al|SAL|[Dd]ør|DØR|[Ll]ejl|[Ss]tuen|[Kk]ælder(?:en)?)"
    r"(?=[. ]|$)"
)


class AddressParts(NamedTuple):
    """The parts in the order they are written; one that isn't there is an empty text."""

    street: str
    house_number: str
    floor: str
    door: str
    place: str
    postcode: str
    city: str


def address_parts(text: str) -> AddressParts | None:
    """The parts of an address, or None where a part is missing, too many, out of its order or of another form."""
    lines = _BETWEEN.split(text) if len(text) <= _LONGEST else []
    if len(lines) < 2:
        return None
    first, *between, last = lines
    house, city = _HOUSE.fullmatch(first), _CITY.fullmatch(last)
    floor, door = _unit(between[0]) if between else ("", "")
    places = between[1:] if floor else between
    if house is None or city is None or len(places) > 1 or not all(map(_is_place, places)):
        return None
    number = house["number"] + house["letter"].upper()
    parts = AddressParts(house["street"], number, floor, door, "".join(places), city["postcode"], city["city"])
    return parts if _is_plausible(parts) else None


def _unit(text: str) -> tuple[str, str]:
    """Floor and door of `2. tv.`, `st. th`, `1. sal` or `3. 14`; empty where the text is something else."""
    for form in _UNITS:
        if match := form.fullmatch(text):
            return match["floor"].lower(), match["door"].lower().replace(".", "")
    return "", ""


def _is_place(text: str) -> bool:
    return _NAME.fullmatch(text) is not None and text[0].isupper() and not _INSIDE.search(text)


def _is_plausible(parts: AddressParts) -> bool:
    names = (parts.street, parts.place, parts.city)
    in_range = _LOWEST_POSTCODE <= int(parts.postcode) <= _HIGHEST_POSTCODE
    return in_range and not _INSIDE.search(parts.street) and all(len(name) <= _LONGEST_NAME for name in names)


def format_address(parts: AddressParts) -> str:
    """`Prøvevej 12B, 2. tv., Lille Demosund, 4470 Demosund`."""
    door = f" {parts.door}" if parts.door.isdigit() else f" {parts.door}." if parts.door else ""
    unit = f"{parts.floor}.{door}" if parts.floor else ""
    lines = (f"{parts.street} {parts.house_number}", unit, parts.place, f"{parts.postcode} {parts.city}")
    return ", ".join(filter(None, lines))
