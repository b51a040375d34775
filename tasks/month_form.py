"""The form a month's report is ordered by: which month, and whether it is mailed."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from gevinst.ledger.periods import month_of_day, previous_month
from gevinst.values.dates import MONTHS
from tasks.forms import Initials, initials

_NAMES = [long for long, _ in MONTHS]


class Month(StrEnum):
    """A month that is over."""

    LAST = "den, der sluttede sidst"
    JANUARY = "januar"
    FEBRUARY = "februar"
    MARCH = "marts"
    APRIL = "april"
    MAY = "maj"
    JUNE = "juni"
    JULY = "juli"
    AUGUST = "august"
    SEPTEMBER = "september"
    OCTOBER = "oktober"
    NOVEMBER = "november"
    DECEMBER = "december"


class Mailing(StrEnum):
    """Whether the report is mailed."""

    ONCE = "send den, hvis den ikke er sendt før"
    NO = "send den ikke"


class MonthForm(BaseModel):
    """Lav rapporten for en måned."""

    model_config = ConfigDict(title="Bestilling", extra="forbid")

    maaned: Month = Field(
        Month.LAST,
        title="Hvilken måned?",
        description="Rapporten er til og med den måned.",
        json_schema_extra={"position": 0},
    )
    aar: int = Field(
        0,
        ge=0,
        le=2100,
        title="Hvilket år?",
        description="0 er det år, hvor måneden sluttede sidst.",
        json_schema_extra={"position": 1},
    )
    mail: Mailing = Field(
        Mailing.ONCE,
        title="Skal rapporten sendes pr. mail?",
        description="Den samme rapport sendes én gang. Er tallene ændret siden, sendes en rettet udgave.",
        json_schema_extra={"position": 2},
    )
    initialer: Initials = initials(3)

    def month(self, today: date) -> str:
        """The month that is meant, as `YYYY-MM`: the last of its name that is over, unless a year is given."""
        if self.maaned is Month.LAST:
            return previous_month(month_of_day(today))
        number = _NAMES.index(self.maaned) + 1
        year = self.aar or today.year - (f"{today.year}-{number:02d}" >= month_of_day(today))
        return f"{year:04d}-{number:02d}"
