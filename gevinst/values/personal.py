"""Personal text (a name, an address, a mail's body) that doesn't show itself."""

from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema

from gevinst.values.hidden import Hidden, hidden_schema


class Personal(Hidden):
    """Text about a person. `repr`, `str` and format show nothing; `.reveal()` is the only way out."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text. Whoever asks is responsible for where it goes."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and other._text == self._text

    def __hash__(self) -> int:
        return hash(("personal", self._text))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return hidden_schema(cls._validate, cls.reveal)

    @classmethod
    def _validate(cls, value: object) -> "Personal":
        if isinstance(value, Personal):
            return value
        if isinstance(value, str):
            return cls(value)
        message = "personal text must be text"
        raise ValueError(message)
