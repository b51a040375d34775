"""What a trace is made of: lines of JSON, of which only what is named is taken over."""

import json
from collections.abc import Iterator
from typing import Any

from connectors.browser.evidence.masking import Clean, without_addresses
from gevinst.errors import ProcessError

Event = dict[str, Any]


class NotUnderstood(ProcessError):
    """A part of a trace that isn't of a known form: what it holds can't be told, so the trace isn't kept."""


def events_in(content: bytes) -> Iterator[Event]:
    """The lines of a member, each a JSON object.

    Raises:
        NotUnderstood: One isn't.
    """
    for line in filter(None, decoded(content).split("\n")):
        try:
            event = json.loads(line)
        except ValueError:
            raise NotUnderstood("the trace holds a line that is no JSON") from None
        if not isinstance(event, dict):
            raise NotUnderstood("the trace holds a line of an unknown form")
        yield event


def decoded(content: bytes) -> str:
    """A member's text.

    Raises:
        NotUnderstood: It is no UTF-8.
    """
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise NotUnderstood("a part of the trace is no UTF-8") from None


def only(event: Event, *names: str) -> Event:
    """These entries of it. Fractions keep three decimals: more of them may look like a number of a person."""
    return {name: rounded(event[name]) for name in names if name in event}


def rounded(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """The same with fractions of three decimals."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def cleaned(value: Any, clean: Clean) -> Any:  # noqa: ANN401 (JSON)
    """A text cleaned; anything else as it is."""
    return clean(without_addresses(value)) if isinstance(value, str) else rounded(value)


def values_in(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """Every text that was given; a file's content isn't one, and is never kept."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from () if name in ("buffer", "mimeType") else values_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from values_in(each)


def texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    """Every text in it, names of fields included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)
