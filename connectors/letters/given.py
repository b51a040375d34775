"""The values a process gives for a letter, as its places ask for them: by exact name, or by normal form."""

from collections.abc import Mapping

from connectors.letters.names import normal_form
from connectors.letters.values import Value, plain
from gevinst.codes import Code
from gevinst.errors import ProcessError


class Given:
    """The values of one letter."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._named: dict[str, list[str]] = {}
        for name in values:
            self._named.setdefault(normal_form(name), []).append(name)

    def exact(self, name: str) -> object:
        """What a mark names, letter for letter; None where there is none."""
        return self._values.get(name)

    def find(self, name: str) -> object:
        """What a placeholder or control names, by normal form; None where there is none.

        Raises:
            ProcessError: Two values have that normal form.
        """
        found = self._named.get(normal_form(name), [])
        if len(found) > 1:
            raise ProcessError(f"the values {' and '.join(found)} go by one name", code=Code.UNKNOWN_FAILURE)
        return self._values[found[0]] if found else None

    def plain(self, name: str) -> Value:
        """The value for a mark."""
        return plain(name, self.exact(name))

    def text(self, name: str) -> str:
        """The text for a placeholder or control.

        Raises:
            ProcessError: The value is no text.
        """
        value = plain(name, self.find(name))
        if isinstance(value, str):
            return value
        raise ProcessError(
            f"'{name}' takes a text: yes or no is for a check box or {{% if %}}, a list for {{% for %}}",
            code=Code.UNKNOWN_FAILURE,
        )

    def yes_or_no(self, name: str) -> bool:
        """The value for a check box.

        Raises:
            ProcessError: The value is neither yes nor no.
        """
        value = self.find(name)
        if isinstance(value, bool):
            return value
        raise ProcessError(f"the check box '{name}' takes yes or no (True or False)", code=Code.UNKNOWN_FAILURE)
