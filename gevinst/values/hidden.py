"""What every value about a person has in common: it doesn't show itself, and doesn't travel by accident."""

from collections.abc import Callable
from typing import Any, NoReturn, Self

from pydantic_core import CoreSchema, core_schema


class Hidden:
    """A value that `repr`, `str`, format, pickle and a validation error don't show; its class names the one way out."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        """Refuse: an orchestrator pickles what fails to disk, and a pickle holds everything in clear."""
        message = f"{type(self).__name__} is personal and can't be pickled; pass an item's number instead"
        raise TypeError(message)


class _Raw(Hidden):
    """What is to be validated, hidden: Pydantic repeats a validator's input in its error."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


def hidden_schema(validate: Callable[[object], object], reveal: Callable[[Any], str]) -> CoreSchema:
    """The Pydantic schema of a hidden value: plain text in JSON (a checkpoint needs it), hidden in errors."""
    return core_schema.chain_schema(
        [
            core_schema.no_info_plain_validator_function(_Raw),
            core_schema.no_info_plain_validator_function(lambda raw: validate(raw.value)),
        ],
        serialization=core_schema.plain_serializer_function_ser_schema(reveal, when_used="json"),
    )
