"""Danish addresses: `Prøvevej 12B, 2. tv., Lille Demosund, 4470 Demosund`, read strictly and shown never."""

import unicodedata
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from gevinst.values.address_form import AddressParts, address_parts, format_address
from gevinst.values.characters import typed
from gevinst.values.errors import UnreadableValue
from gevinst.values.hidden import Hidden, hidden_schema


class Address(Hidden):
    """Where somebody lives. `repr`, `str` and format show nothing; `.reveal()` and the parts are the only ways out.

    Whoever asks for one is responsible for where it goes. A part that isn't there is an empty text.
    """

    __slots__ = ("_parts",)

    def __init__(self, parts: AddressParts) -> None:
        self._parts = parts

    def reveal(self) -> str:
        """The address on one line, as `read_address` reads it again."""
        return format_address(self._parts)

    @property
    def street(self) -> str:
        """The street's name, as written."""
        return self._parts.street

    @property
    def house_number(self) -> str:
        """`12B`."""
        return self._parts.house_number

    @property
    def floor(self) -> str:
        """`st`, `kl`, `k2` or a number."""
        return self._parts.floor

    @property
    def door(self) -> str:
        """`tv`, `mf`, `th` or a number."""
        return self._parts.door

    @property
    def place(self) -> str:
        """The name of a village or an area inside the postcode's, as written."""
        return self._parts.place

    @property
    def postcode(self) -> str:
        """Four digits."""
        return self._parts.postcode

    @property
    def city(self) -> str:
        """The name that stands after the postcode, as written."""
        return self._parts.city

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Address) and other._parts == self._parts

    def __hash__(self) -> int:
        return hash(("address", self._parts))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return hidden_schema(cls._validate, cls.reveal)

    @classmethod
    def _validate(cls, value: object) -> "Address":
        if isinstance(value, Address):
            return value
        if isinstance(value, str):
            return read_address(value)
        raise UnreadableValue("Danish address", "text")


def read_address(text: str) -> Address:
    """The address: street and number, floor and door, place, postcode and city, in this order, each after a comma or a line.

    Floor, door and place may be missing. That street, place and city exist isn't checked, nor that the city is the
    postcode's: no register of postcodes is at hand.

    Raises:
        UnreadableValue: Another order, a part too many or too few, a number without its comma, or a postcode outside
            0800-9990.
    """
    parts = address_parts(unicodedata.normalize("NFC", typed(text.strip())))
    if parts is None:
        raise UnreadableValue("Danish address", "street and number, floor and door, place, postcode and city")
    return Address(parts)
