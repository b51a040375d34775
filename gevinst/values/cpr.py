"""CPR numbers: read strictly, shown never.

Rules: "Personnummeret i CPR" (CPR-kontoret): DDMMYY-SSSS; digits 5-6 and 7 give the century; modulus 11 has not
held for every number since 1 October 2007, so a number that fails it is valid and must be served; replacement numbers add 60 to
the day.
"""

import re
from datetime import date
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from gevinst.codes import Code
from gevinst.values.characters import DASH, SPACE
from gevinst.values.errors import UnreadableValue
from gevinst.values.hidden import Hidden, hidden_schema

_FORM = re.compile(rf"([0-9]{{6}}){SPACE}?{DASH}?{SPACE}?([0-9]{{4}})")
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_REPLACEMENT_DAYS = 60
_OLDEST_YEAR = 1905


class Cpr(Hidden):
    """One person's number. `repr`, `str` and format show nothing; `.digits` is the only way out."""

    __slots__ = ("_digits",)

    def __init__(self, digits: str) -> None:
        self._digits = digits

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `DDMMYY-SSSS`, `DDMMYYSSSS` or `DDMMYY SSSS`.

        Raises:
            UnreadableValue: Not that form, no real date, a date to come, or a birth before 1905.
        """
        match = _FORM.fullmatch(text.strip())
        if match is None:
            raise UnreadableValue("CPR number", "ten digits, the first six a date", code=Code.CPR_INVALID)
        number = cls("".join(match.groups()))
        if not number.birth_date.year >= _OLDEST_YEAR or number.birth_date > date.today():  # noqa: DTZ011 (a birthday)
            raise UnreadableValue("CPR number", "the birth date must lie between 1905 and today", code=Code.CPR_INVALID)
        return number

    @property
    def digits(self) -> str:
        """The ten digits. Whoever asks is responsible for where they go."""
        return self._digits

    @property
    def formatted(self) -> str:
        """`DDMMYY-SSSS`, with the same responsibility as `digits`."""
        return f"{self._digits[:6]}-{self._digits[6:]}"

    @property
    def is_replacement(self) -> bool:
        """Whether 60 is added to the day: a replacement number, which a person must look up."""
        return int(self._digits[:2]) > _REPLACEMENT_DAYS

    @property
    def birth_date(self) -> date:
        """The birth date by the century rule; raises `UnreadableValue` where there is no such day."""
        day, month, year, seventh = (int(self._digits[a:b]) for a, b in ((0, 2), (2, 4), (4, 6), (6, 7)))
        try:
            return date(_century(year, seventh) + year, month, day - _REPLACEMENT_DAYS if self.is_replacement else day)
        except ValueError:
            raise UnreadableValue("CPR number", "the first six digits are no date", code=Code.CPR_INVALID) from None

    @property
    def passes_modulus_11(self) -> bool:
        """Extra trust only: numbers without it have been issued since 2007."""
        return sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, self._digits, strict=True)) % 11 == 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cpr) and other._digits == self._digits

    def __hash__(self) -> int:
        return hash(("cpr", self._digits))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return hidden_schema(cls._validate, lambda number: number.digits)

    @classmethod
    def _validate(cls, value: object) -> "Cpr":
        if isinstance(value, Cpr):
            return value
        if isinstance(value, str):
            return cls.parse(value)
        raise UnreadableValue("CPR number", "text", code=Code.CPR_INVALID)


def _century(year: int, seventh: int) -> int:
    """The century of a two-digit year by the seventh digit."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800
