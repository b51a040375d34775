"""What a caseworker can answer, and which answers fit a question."""

from enum import StrEnum


class Choice(StrEnum):
    """What a caseworker can answer, in their words."""

    RETRY = "prøv igen"
    WRITE_AGAIN = "registrér igen"
    FOUND = "fundet"
    DONE_BY_ME = "jeg har klaret den"
    REJECT = "afvis"


def choices_for(question_act: str | None) -> tuple[Choice, ...]:
    """Which answers fit: only an uncertain write can be *found* or *written again*."""
    if question_act is None:
        return (Choice.RETRY, Choice.DONE_BY_ME, Choice.REJECT)
    return (Choice.FOUND, Choice.WRITE_AGAIN, Choice.DONE_BY_ME, Choice.REJECT)
