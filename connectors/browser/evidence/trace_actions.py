"""The lines of `trace.trace`: what was done, on which page, and what the page looked like; none with its values."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from connectors.browser.evidence.masking import HIDDEN, Clean, said_by_page, without_addresses
from connectors.browser.evidence.snapshots import clean_tree
from connectors.browser.evidence.trace_parts import Event, NotUnderstood, cleaned, only, values_in

_TYPED = frozenset(
    (
        *("accept", "fill", "insertText", "keyboardInsertText", "keyboardPress", "keyboardType", "press"),
        *("selectOption", "setInputFiles", "type"),
    )
)
_PARAMS = frozenset(
    (
        *("button", "clickCount", "force", "noWaitAfter", "position", "selector", "state", "strict", "timeout"),
        *("trial", "url", "waitUntil"),
    )
)
_KEYS = re.compile(r"(?:[A-Z][A-Za-z0-9]+\+)*[A-Z][A-Za-z0-9]+")
"""Names of keys, such as `Enter` or `Control+Home`; a letter alone may be part of what is typed."""
_LOGGED = (
    *("waiting for", "attempting", "element", "scrolling", "done scrolling", "performing", "retrying", "navigat"),
    *("locator resolved", "click action", "waiting", "taking", "fonts loaded", "forcing", '"load"', '"commit"'),
)
_PREVIEW = re.compile(r"<(?P<tag>[A-Za-z][\w-]*)\b[^\n]*")


def typed_by(event: Event) -> Iterator[str]:
    """What an action typed, chosen, or gave as a file's name: whole, and line by line."""
    if event.get("type") == "before" and event.get("method") in _TYPED:
        for name, value in event.get("params", {}).items():
            if name in _PARAMS or _is_key(name, value):
                continue
            for text in values_in(value):
                yield from (text, *text.splitlines())


def clean_action(event: Event, clean: Clean) -> Event | None:
    """The line, cleaned; None for one that isn't kept.

    Raises:
        NotUnderstood: It is of an unknown kind.
    """
    kind = event.get("type")
    if kind not in _KINDS:
        raise NotUnderstood("the trace holds a line of an unknown kind")
    made = _KINDS[kind](event, clean)
    return None if made is None else {"type": kind} | made


def _options(event: Event, _clean: Clean) -> Event:
    names = (
        *("version", "origin", "browserName", "channel", "playwrightVersion", "platform", "wallTime", "monotonicTime"),
        *("sdkLanguage", "testIdAttributeName"),
    )
    return only(event, *names) | {"options": only(event.get("options", {}), "viewport", "deviceScaleFactor")}


def _before(event: Event, clean: Clean) -> Event:
    kept = only(event, "callId", "startTime", "class", "method", "parentId", "pageId", "stepId")
    if title := event.get("title"):
        kept["title"] = clean(without_addresses(str(title)))
    params = event.get("params", {})
    return kept | {"params": {name: _param(name, value, clean) for name, value in params.items()}}


def _param(name: str, value: Any, clean: Clean) -> Any:  # noqa: ANN401 (JSON)
    if name in _PARAMS or _is_key(name, value):
        return cleaned(value, clean)
    return [] if isinstance(value, list) else HIDDEN


def _is_key(name: str, value: Any) -> bool:  # noqa: ANN401 (JSON)
    return name == "key" and isinstance(value, str) and _KEYS.fullmatch(value) is not None


def _input(event: Event, _clean: Clean) -> Event:
    return only(event, "callId", "point", "box")


def _log(event: Event, clean: Clean) -> Event | None:
    """Of what the browser's driver says, what is known to hold no value; an element's own text is cut off."""
    message = str(event.get("message", ""))
    if not message.strip(" -").startswith(_LOGGED):
        return None
    return only(event, "callId", "time") | {"message": _without_previews(message, clean)}


def _after(event: Event, clean: Clean) -> Event:
    kept = only(event, "callId", "endTime", "point")
    if error := event.get("error"):
        kept["error"] = _error(error, clean)
    return kept


def _error(error: Any, clean: Clean) -> Event:  # noqa: ANN401 (JSON)
    """The error's kind and first line."""
    inner = error.get("error", error)
    first = str(inner.get("message", "")).partition("\n")[0]
    return {"name": clean(str(inner.get("name", "Error"))), "message": _without_previews(first, clean)}


def _without_previews(message: str, clean: Clean) -> str:
    return clean(without_addresses(_PREVIEW.sub(r"<\g<tag> …>", message)))


def _event(event: Event, clean: Clean) -> Event:
    """Windows that opened and closed; of a dialog its kind, of an error what the page may be quoted with."""
    params = event.get("params", {})
    kept = only(event, "time", "class", "method", "pageId")
    shown = only(params, "pageId", "openerPageId", "type")
    if event.get("method") == "pageError":
        error = _error(params.get("error", {}), clean)
        error["message"] = clean(said_by_page(error["message"], "error"))
        shown |= {"error": {"error": error}, "location": {"url": "", "line": 0, "column": 0}}
    if event.get("method") == "dialog":
        shown |= {"message": HIDDEN, "defaultValue": ""}
    return kept | {"params": shown}


def _console(event: Event, clean: Clean) -> Event:
    """See `said_by_page`."""
    kept = only(event, "messageType", "time", "pageId")
    said = said_by_page(str(event.get("text", "")), str(event.get("messageType")))
    location = event.get("location", {})
    where = only(location, "lineNumber", "columnNumber") | {"url": clean(without_addresses(location.get("url", "")))}
    return kept | {"text": clean(said), "args": [], "location": where}


def _snapshot(event: Event, clean: Clean) -> Event:
    snapshot = event["snapshot"]
    names = (
        *("callId", "phase", "snapshotName", "pageId", "frameId", "doctype", "viewport", "timestamp", "wallTime"),
        *("collectionTime", "isMainFrame"),
    )
    kept = only(snapshot, *names)
    kept["frameUrl"] = clean(without_addresses(snapshot.get("frameUrl", "")))
    kept["html"] = clean_tree(snapshot["html"], clean)
    kept["resourceOverrides"] = [
        only(each, "ref", "file", "sha1") | {"url": clean(without_addresses(each["url"]))}
        for each in snapshot.get("resourceOverrides", [])
    ]
    return {"snapshot": kept}


_KINDS: dict[str, Callable[[Event, Clean], Event | None]] = {
    "context-options": _options,
    "before": _before,
    "input": _input,
    "log": _log,
    "after": _after,
    "event": _event,
    "console": _console,
    "frame-snapshot": _snapshot,
}
