"""Which texts of a screen a page object may be named by: none that was typed, and none that looks like somebody's.

A row's link may be a citizen's name. So too much is left out rather than too little, and the developer writes it in.
"""

import re
from collections.abc import Set as AbstractSet

from connectors.browser.recording.targets import How, Target
from gevinst.redaction import redact

LONGEST = 60
SHORTEST_TYPED = 3
"""Characters. A shorter value is found in every other label."""

_NUMBER = re.compile(r"\d(?:[ .-]?\d){3}")
_NAME = re.compile(r"\b[A-ZÆØÅ][a-zæøåéöäü]+ (?:[\w.]+ )*[A-ZÆØÅ][a-zæøåéöäü]+\b")
_CAPITALISED = re.compile(r"\b[A-ZÆØÅ][\wæøåé]{2,}")
_MAY_BE_DATA = {"link", "heading", "checkbox", "radio"}
"""What stands in rows of data, besides on forms."""


def may_be_kept(target: Target, typed: AbstractSet[str]) -> bool:
    """Whether its text tells nothing of anybody: it goes into a file that others read."""
    text = target.text
    if not text.isprintable() or len(text) > LONGEST or redact(text) != text or _NUMBER.search(text):
        return False
    if _may_be_data(target) and _NAME.search(text):
        return False
    return not _repeats(text, typed) and not any(_repeats(frame, typed) for frame in target.frame)


def _may_be_data(target: Target) -> bool:
    """A label that codegen found for want of a role holds the texts of its list as well."""
    return target.role in _MAY_BE_DATA or (target.how in (How.FIELD, How.TEXT) and not target.role)


def _repeats(text: str, typed: AbstractSet[str]) -> bool:
    """Whether it holds a value that was typed, or a name out of one."""
    small = text.casefold()
    words = set(re.findall(r"\w+", text))
    for value in typed:
        whole = value.strip().casefold()
        if len(whole) >= SHORTEST_TYPED and whole in small:
            return True
        if " " in value.strip() and words & set(_CAPITALISED.findall(value)):
            return True
    return False
