"""The closed lists of `phrases.yaml`, as patterns and words."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("phrases.yaml")
_SLOTS = ("about", "document")


@cache
def rules(kind: str) -> re.Pattern[str]:
    """All rules of a kind as one pattern, in any case; greetings and closings also take the mark that follows."""
    lists = _lists()
    pattern = "|".join(f"(?:{rule})" for rule in lists[kind])
    for slot in _SLOTS:
        pattern = pattern.replace(f"{{{slot}}}", lists[slot])
    if kind in ("greetings", "closings"):
        pattern = rf"(?:{pattern})(?:[\s,.!:]+|$)"
    numbers = iter(range(99))  # several rules name the same group: Python wants them apart
    pattern = re.sub(r"\(\?P<who>", lambda _: f"(?P<who{next(numbers)}>", pattern)
    return re.compile(pattern, re.IGNORECASE)


@cache
def word_list(kind: str) -> frozenset[str]:
    """The words of a list, in lower case."""
    return frozenset(word for line in _lists()[kind] for word in line.split())


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return lists
