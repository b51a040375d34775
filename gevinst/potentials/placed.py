"""A row together with where it stands, so that a complaint can name the place."""

from dataclasses import dataclass
from typing import Generic, TypeVar

RowT = TypeVar("RowT", covariant=True)  # noqa: PLC0105 (the house names type variables without suffixes)


@dataclass(frozen=True)
class Placed(Generic[RowT]):
    """A checked row, its sheet, and its number as the spreadsheet counts."""

    sheet: str
    number: int
    row: RowT
