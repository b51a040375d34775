"""From a method and a path to the route that Prefect declares, and the values of its parts."""

import re
from collections import defaultdict
from collections.abc import Iterable

from starlette.routing import compile_path

_Pattern = tuple[re.Pattern[str], str]


class Matching:
    """Routes by their first word, so that a request is compared with a few of them.

    Of several that fit the most literal is meant: `/deployments/filter` before `/deployments/{id}`.
    """

    def __init__(self, routes: Iterable[str]) -> None:
        self._exact = {route for route in routes if "{" not in route}
        self._patterns: defaultdict[tuple[str, str], list[_Pattern]] = defaultdict(list)
        for route in sorted((route for route in routes if "{" in route), key=lambda route: (route.count("{"), route)):
            method, path = route.split(" ")
            self._patterns[method, path.split("/")[1]].append((compile_path(path)[0], route))

    def find(self, method: str, path: str) -> tuple[str, dict[str, str]] | None:
        """The route and its parts; None where Prefect's version in the lock declares none."""
        asked = f"{method} {path}"
        if asked in self._exact:
            return asked, {}
        for pattern, route in self._patterns.get((method, path.split("/")[1] if "/" in path else ""), ()):
            if (found := pattern.match(path)) is not None:
                return route, found.groupdict()
        return None
