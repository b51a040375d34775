"""The imports a generated module needs, and no other, in the project's order."""

from collections import defaultdict
from collections.abc import Iterator

_GROUPS = (("datetime", "decimal"), ("playwright",), ("connectors",))


class Imports:
    """Fill it while the module is written."""

    def __init__(self) -> None:
        self._names: dict[str, set[str]] = defaultdict(set)

    def add(self, module: str, name: str) -> str:
        """Say that a name is used; it is given back, to write."""
        self._names[module].add(name)
        return name

    def lines(self) -> Iterator[str]:
        """The statements."""
        is_first = True
        for roots in _GROUPS:
            modules = sorted(each for each in self._names if each.split(".")[0] in roots)
            if modules and not is_first:
                yield ""
            is_first = is_first and not modules
            for module in modules:
                yield f"from {module} import {', '.join(sorted(self._names[module]))}"
