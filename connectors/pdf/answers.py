"""What the limited child answers when it has written a PDF, or why it didn't: codes and names, never an exception's text."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from gevinst.codes import Code
from gevinst.redaction import redact

_MOST = 30
_LONGEST = 60


class Rule(StrEnum):
    """What was asked of a PDF and can't be done with it, as the sentence operations reads."""

    NO_FIELD = "the form has no field '{name}'; it has: {allowed}"
    NO_VALUE = "the field '{name}' takes no value (a button or a signature)"
    TEXT = "the field '{name}' takes a text"
    ONE_LINE = "the field '{name}' takes one line of text"
    LENGTH = "the field '{name}' takes at most so many characters: {allowed}"
    ROOM = "the field '{name}' has no room for the text it was given"
    CHARACTERS = "the field '{name}' can't show every character of the text it was given"
    YES_OR_NO = "the field '{name}' takes yes or no (True or False)"
    CHOICE = "the field '{name}' takes one of: {allowed}"
    PAGES = "there are no pages {name} in it; the last is {allowed}"
    STAMP = "the stamp's font has no such character: {name}"


class Unfit(Exception):
    """Raised in the child: the PDF isn't written, and this is why."""

    def __init__(
        self, problem: Code, *, rule: Rule | None = None, name: str = "", allowed: tuple[str, ...] = (), number: int = 0
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.rule = rule
        self.name = name
        self.allowed = allowed
        self.number = number


class Answer(BaseModel):
    """The child's answer; it isn't trusted, so it is checked.

    Attributes:
        problem: Why nothing was written.
        rule: What can't be done as asked; then `name` is what was asked for and `allowed` what there is.
        number: Which of several files the problem is in, from 1; 0 where that isn't known.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    problem: Code | None = None
    rule: Rule | None = None
    name: str = ""
    allowed: tuple[str, ...] = ()
    number: int = 0

    @property
    def sentence(self) -> str:
        """What can't be done, with the names that are allowed; shortened, and with no CPR number in it."""
        if self.rule is None:
            return ""
        shown = [" ".join(each.split())[:_LONGEST] for each in self.allowed[:_MOST]]
        shown += ["…"] if len(self.allowed) > _MOST else []
        return redact(self.rule.format(name=self.name[:_LONGEST], allowed=", ".join(shown) or "none"))
