"""The dated parameters figures are converted by: hours per årsværk, wage rate, target rate, and the line of the target.

Each is a row with the first day it holds, a value and its source, so that a basis can be printed under every figure.
The first row of a rate also holds for the days before it. A change that would touch a closed month is refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select

from gevinst.errors import ConfigurationError, Refused
from gevinst.store.tables import parameters, periods


class Name(StrEnum):
    """What can be set; names carry their unit."""

    HOURS_PER_FTE = "hours_per_fte"
    WAGE_DKK_PER_HOUR = "wage_dkk_per_hour"
    TARGET_DKK_PER_FTE = "target_dkk_per_fte"
    TARGET_FTE = "target_fte"

    @property
    def danish(self) -> str:
        """What the project office calls it."""
        return {
            Name.HOURS_PER_FTE: "timer pr. årsværk",
            Name.WAGE_DKK_PER_HOUR: "lønsats, kr. pr. time",
            Name.TARGET_DKK_PER_FTE: "målsats, kr. pr. årsværk",
            Name.TARGET_FTE: "mål, årsværk pr. år",
        }[self]


RATES = (Name.HOURS_PER_FTE, Name.WAGE_DKK_PER_HOUR)
"""Those that entries are converted by, on the day they occurred; they change on the first of a month."""


@dataclass(frozen=True)
class Parameter:
    """One value, from a day on. For `TARGET_FTE` each is a point, with a straight line between two of them."""

    name: Name
    valid_from: date
    value: Decimal
    source: str


ILLUSTRATIVE = (
    Parameter(Name.HOURS_PER_FTE, date(2023, 1, 1), Decimal(1924), "37 timer × 52 uger, brutto"),
    Parameter(
        Name.WAGE_DKK_PER_HOUR,
        date(2023, 1, 1),
        Decimal(400),
        "illustrativ: den sats, Statens Administration har oplyst; prisniveau 2018",
    ),
    Parameter(Name.TARGET_DKK_PER_FTE, date(2023, 1, 1), Decimal(500_000), "20 mio. kr. / 40 årsværk"),
    Parameter(Name.TARGET_FTE, date(2023, 1, 1), Decimal(0), "programmets start"),
    Parameter(Name.TARGET_FTE, date(2026, 12, 31), Decimal(40), "40 årsværk inden 2027"),
)


def set_parameter(connection: Connection, parameter: Parameter) -> bool:
    """Set one value from a day on; False when it stood there already.

    Raises:
        Refused: The day touches a closed month, a rate doesn't begin on the first of a month, or the value is negative
            (rates: not above zero).
    """
    if parameter.name in RATES and parameter.valid_from.day != 1:
        raise Refused(f"{parameter.name} must begin on the first of a month, and {parameter.valid_from} is not")
    if parameter.value < 0 or (parameter.name is not Name.TARGET_FTE and parameter.value == 0):
        raise Refused(f"{parameter.name} can't be {parameter.value}")
    known = connection.execute(
        select(parameters.c.value, parameters.c.source).where(
            parameters.c.name == parameter.name, parameters.c.valid_from == parameter.valid_from
        )
    ).one_or_none()
    if known is not None and (known.value, known.source) == (parameter.value, parameter.source):
        return False
    closed = connection.execute(select(func.max(periods.c.period)).where(periods.c.closed_at.is_not(None))).scalar()
    if closed is not None and parameter.valid_from.strftime("%Y-%m") <= closed:
        raise Refused(f"{parameter.valid_from} touches a closed month ({closed} is the last one): choose a later day")
    connection.execute(
        delete(parameters).where(parameters.c.name == parameter.name, parameters.c.valid_from == parameter.valid_from)
    )
    connection.execute(
        insert(parameters).values(
            name=parameter.name,
            valid_from=parameter.valid_from,
            value=parameter.value,
            source=parameter.source,
        )
    )
    return True


def seed_illustrative(connection: Connection) -> bool:
    """Put the illustrative values in where no parameter is set at all; says whether it did."""
    if connection.execute(select(func.count()).select_from(parameters)).scalar_one():
        return False
    for parameter in ILLUSTRATIVE:
        set_parameter(connection, parameter)
    return True


def load_parameters(connection: Connection) -> list[Parameter]:
    """Every value, by name and day.

    Raises:
        ConfigurationError: One is missing altogether; without it no figure has a basis.
    """
    found = [
        Parameter(Name(row.name), row.valid_from, row.value, row.source)
        for row in connection.execute(select(parameters).order_by(parameters.c.name, parameters.c.valid_from))
    ]
    missing = [name for name in Name if name not in {each.name for each in found}]
    if missing:
        raise ConfigurationError(
            f"the parameter {', '.join(missing)} is not set: run `gevinst parameters set`, "
            "or `gevinst parameters illustrate` for a demonstration"
        )
    return found


def latest(known: Sequence[Parameter], name: Name, day: date) -> Parameter:
    """The value of a parameter that holds on a day; the first one before it began."""
    mine = [each for each in known if each.name is name]
    return ([each for each in mine if each.valid_from <= day] or mine[:1])[-1]
