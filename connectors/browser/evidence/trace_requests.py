"""The lines of `trace.network`: what was asked of the server, without queries, cookies and bodies."""

from connectors.browser.evidence.masking import HIDDEN, Clean, without_addresses
from connectors.browser.evidence.trace_parts import Event, NotUnderstood, only

_HEADERS = frozenset(
    (
        *("accept", "allow", "cache-control", "connection", "content-length", "content-type", "date", "location"),
        *("server", "transfer-encoding"),
    )
)


def clean_request(event: Event, clean: Clean) -> Event:
    """One request and its answer: method, path, status, sizes and times.

    Raises:
        NotUnderstood: It is something else.
    """
    if event.get("type") != "resource-snapshot":
        raise NotUnderstood("the trace's network holds a line of an unknown kind")
    entry = event["snapshot"]
    names = ("pageref", "startedDateTime", "time", "timings", "_frameref", "_monotonicTime", "_resourceType")
    request, response = entry["request"], entry["response"]
    kept_request = only(request, "method", "httpVersion", "bodySize") | _headers(request, clean)
    kept_response = only(response, "status", "httpVersion", "bodySize", "_transferSize") | _headers(response, clean)
    content = response.get("content", {})
    return {
        "type": "resource-snapshot",
        "snapshot": only(entry, *names)
        | {
            "request": kept_request | {"url": clean(without_addresses(request["url"])), "queryString": []},
            "response": kept_response
            | {
                "statusText": clean(str(response.get("statusText", ""))),
                "redirectURL": clean(without_addresses(str(response.get("redirectURL", "")))),
                "content": only(content, "size")
                | {"mimeType": clean(str(content.get("mimeType", "")))}
                | _body(content),
            },
            "cache": {},
        },
    }


def _headers(message: Event, clean: Clean) -> Event:
    """The harmless ones; of the others, cookies and authorisation among them, only that they were there."""
    shown = [
        {
            "name": clean(str(each["name"])),
            "value": clean(without_addresses(str(each["value"]))) if each["name"].lower() in _HEADERS else HIDDEN,
        }
        for each in message.get("headers", [])
    ]
    return {"headers": shown, "cookies": [], "headersSize": -1}


def _body(content: Event) -> Event:
    """A style sheet's own file; every other body is left out, and so is what points to it."""
    return {name: content[name] for name in ("_file", "_sha1") if str(content.get(name, "")).lower().endswith(".css")}
