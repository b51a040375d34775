"""What a strict reader raises: the kind of value, never the value."""

from gevinst.codes import Code


class UnreadableValue(ValueError):
    """The text is no such value. The message names the kind of value and the rule, and never repeats the text."""

    def __init__(self, kind: str, rule: str, *, code: Code = Code.CHECK_FAILED) -> None:
        super().__init__(f"not a {kind}: {rule}")
        self.kind = kind
        self.code = code
