"""Names for Python out of what stands on a screen: `Beløb i alt` becomes `beloeb_i_alt`, `Søg borger` `SoegBorgerPage`."""

import builtins
import keyword
import re
import unicodedata
from collections.abc import Container

from gevinst.values.characters import in_basic_letters

LONGEST = 40
_BETWEEN = re.compile(r"[^a-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """The text as a name in small letters, cut at a word where it is long; `otherwise` where nothing is left of it."""
    plain = unicodedata.normalize("NFKD", in_basic_letters(unicodedata.normalize("NFC", text)))
    whole = _BETWEEN.sub("_", "".join(each for each in plain if not unicodedata.combining(each))).strip("_")
    cut = whole if len(whole) <= LONGEST else whole[: LONGEST + 1].rpartition("_")[0] or whole[:LONGEST]
    return f"{otherwise}_{cut}" if cut[:1].isdigit() else cut or otherwise


def class_name(text: str, otherwise: str) -> str:
    """The name of a page's class."""
    return "".join(part.capitalize() for part in slug(text, otherwise).split("_")) + "Page"


def free(name: str, taken: Container[str]) -> str:
    """The name, or the first after it that neither Python nor anybody here uses."""
    if keyword.iskeyword(name) or hasattr(builtins, name):
        name = f"{name}_"
    place, found = 2, name
    while found in taken:
        place, found = place + 1, f"{name.rstrip('_')}_{place}"
    return found
