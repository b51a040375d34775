"""A trace's zip, cleaned: built anew from what is known to be harmless, so that what nobody thought of is left out.

A trace holds all that was typed and read: in its actions, snapshots, requests, and in copies of whole pages. Kept are
the actions without their values, the snapshots as `snapshots` cleans them, the requests without bodies, queries and
cookies, and style sheets. Whatever is not of a known form, or still holds a known value in the end, drops the trace.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from connectors.browser.evidence.leftovers import is_in, packed_forms
from connectors.browser.evidence.masking import Clean, masking, without_addresses
from connectors.browser.evidence.trace_actions import clean_action, typed_by
from connectors.browser.evidence.trace_parts import Event, NotUnderstood, decoded, events_in, only, texts_in
from connectors.browser.evidence.trace_requests import clean_request
from gevinst.redaction import SHORTEST_NAME

MOST_BYTES = 30_000_000
"""Unpacked. A larger trace takes longer to clean than a failed case should."""

_LINES: dict[str, Callable[[Event, Clean], Event | None]] = {
    "trace.trace": clean_action,
    "trace.network": clean_request,
}


def typed_in(trace: bytes) -> set[str]:
    """What was typed, chosen or given as a file's name while the trace was recorded.

    Raises:
        NotUnderstood: It is no trace of a known form.
    """
    events = events_in(_members(trace).get("trace.trace", b""))
    typed = {text.strip() for event in events for text in typed_by(event)}
    return {text for text in typed if len(text) >= SHORTEST_NAME}


def clean_trace(trace: bytes, values: Iterable[str]) -> bytes:
    """The trace without any of the values, typed or read.

    Raises:
        NotUnderstood: A part of it isn't of a known form, or a value is still in it.
    """
    members, known = _members(trace), sorted({*values} - {""})
    kept: dict[str, str] = {}
    with masking(known) as clean:
        for name, content in members.items():
            made = _member(name, content, clean)
            if made is not None:
                kept[name] = made
        _prove(kept, clean, known)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in kept.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _members(trace: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(trace)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise NotUnderstood(f"the trace is larger than {MOST_BYTES} bytes")
            return {name: archive.read(name) for name in archive.namelist()}
    except zipfile.BadZipFile:
        raise NotUnderstood("the trace is no zip file") from None


def _member(name: str, content: bytes, clean: Clean) -> str | None:
    """A member's text, cleaned; None for what isn't kept: copies of pages, pictures, scripts, data, all that was sent."""
    if name in _LINES:
        event_of = _LINES[name]
        made = (event_of(event, clean) for event in events_in(content))
        return "".join(f"{json.dumps(event, ensure_ascii=False)}\n" for event in made if event is not None)
    if name == "trace.stacks":
        return json.dumps(_stacks(content))
    if PurePosixPath(name).match("resources/*.css"):
        return clean(without_addresses(decoded(content)))
    return None


def _prove(kept: dict[str, str], clean: Clean, known: list[str]) -> None:
    forms = packed_forms(known)
    for name, text in kept.items():
        shown = texts_in([json.loads(line) for line in filter(None, text.split("\n"))]) if name in _LINES else [text]
        if is_in(text.encode(), forms) or any(clean(each) != each for each in shown):
            raise NotUnderstood(f"a value was left in {PurePosixPath(name).name}")


def _stacks(content: bytes) -> Event:
    """Which line of our own code did what: numbers and names of functions."""
    stacks = json.loads(decoded(content))
    return only(stacks, "files", "stacks")
