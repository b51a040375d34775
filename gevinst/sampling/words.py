"""The closed choices of a check, in the words of whoever checks; stored as they are, like the answers to questions."""

from enum import StrEnum


class Why(StrEnum):
    """How an item came into the sample."""

    CHANCE = "chance"
    ONE_A_MONTH = "one a month"

    @property
    def danish(self) -> str:
        """As people read it."""
        return {Why.CHANCE: "lodtrækning", Why.ONE_A_MONTH: "mindst én om måneden"}[self]


class Result(StrEnum):
    """What a person found."""

    IN_ORDER = "i orden"
    CORRECTED = "fejl rettet"
    UNCORRECTED = "fejl, ikke rettet"
    UNDECIDED = "kan ikke afgøres"

    @property
    def is_error(self) -> bool:
        """Whether the robot had done something wrong."""
        return self in (Result.CORRECTED, Result.UNCORRECTED)


LAPSED = "bortfaldet"
"""Stored in a result's place when nobody checked before the case data had to go; no person can choose it."""


class ErrorKind(StrEnum):
    """What was wrong; the worst that fits."""

    NONE = "ingen fejl"
    WRONG_CITIZEN = "forkert borger"
    WRONG_CASE = "forkert sag"
    WRONG_FIELD = "forkert felt"
    MISSING_FILE = "manglende bilag"
    TWICE = "registreret dobbelt"
    WRONG_LETTER = "forkert brev eller kvittering"
    OTHER = "andet"


BREACH = (
    "Noget er registreret på eller sendt til en forkert: det kan være et brud på persondatasikkerheden. "
    "Sig det til databeskyttelsesrådgiveren i dag."
)
"""What is said at once of an error that may have shown one citizen's case to another."""
MAY_BE_BREACH = frozenset({ErrorKind.WRONG_CITIZEN, ErrorKind.WRONG_LETTER})
