"""Closed choices on the command line by the words people use (`jeg har klaret den`), not by the code's names."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from cyclopts import Parameter, Token


def by_value(choices: type[StrEnum]) -> Parameter:
    """Let an argument take the values of a closed choice, in any case; complaints show them."""

    def convert(_type: Any, tokens: Sequence[Token]) -> StrEnum:  # noqa: ANN401 (cyclopts' own signature)
        said = tokens[0].value.strip().casefold()
        for choice in choices:
            if said == choice.value.casefold():
                return choice
        message = f"'{tokens[0].value}' is none of: {', '.join(choices)}"
        raise ValueError(message)

    return Parameter(converter=convert, show_choices=False)
