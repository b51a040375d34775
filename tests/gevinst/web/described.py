"""Our pages as an OpenAPI description, so that a machine can try what no colleague would type.

They aren't an interface for programs: what is described is which fields an address and a form have, and how it may answer.
"""

from typing import Any

from gevinst.desk.answering import Action
from gevinst.ledger.human_time import TimeBand

WAITS = "GEV-9"
"""The case that waits for a CPR number."""
_TEXT: dict[str, Any] = {"type": "string"}
_PATHS: dict[str, list[str]] = {
    "item": [WAITS],
    "potential": ["P-042"],
    "month": ["2026-10"],
    "activity": ["read", "register"],
    "run": ["run-9"],
    "document": ["0123456789ab"],
}
"""Of each part of an address some that exist."""
_FILTERS = ["enhed", "proces", "grund", "alder", "orden", "side", "besvaret"]
_REGISTER = ["periode", "til", "side", "enhed", "art", "agent", "fase", "soeg"]
_SIGNING_IN = ["til", "code", "state", "error"]
_QUERIES: dict[str, list[str]] = {
    "/": ["periode", "til"],
    "/vejen.svg": ["til"],
    "/potentialer": _REGISTER,
    "/potentialer.csv": _REGISTER,
    "/potentialer/{potential}": ["periode", "til", "enhed"],
    "/potentialer/{potential}/{month}/{activity}": ["enhed", "side"],
    "/potentialer/{potential}/{month}/{activity}.csv": ["enhed"],
    "/undtagelser": ["periode", "side"],
    "/adgangslog": ["maaned"],
    "/sager": _FILTERS,
    "/koersler/{run}": ["stille", "tak"],
    "/log-ind": _SIGNING_IN,
}
_ANSWER = {
    "valg": [Action.CORRECT, Action.DONE, Action.REJECT],
    "spoergsmaal": ["1"],
    "forslag": [""],
    "sagsnummer": [],
    "note": [],
    "tid": [each.value for each in TimeBand],
}
_FORMS: dict[str, dict[str, list[str]]] = {
    "/sager/find": {"soeg": [WAITS]},
    "/sager/{item}/svar": _ANSWER,
    "/koersler/start": {"proces": ["10"], "art": ["koersel", "proevekoersel"], "antal": ["1"], "noegle": ["0"]},
    "/koersler/{run}/mening": {"karakter": ["1", "5"], "ord": []},
    "/log-ind": {"initialer": ["ABC"], "adgangskode": ["forkert"], "til": ["/"]},
    "/log-ud": {},
}


def described(routes: list[tuple[str, str]]) -> dict[str, Any]:
    """The description of some routes, each a method and a path as Starlette has it."""
    paths: dict[str, dict[str, Any]] = {}
    for method, path in routes:
        plain = path.replace(":int", "")
        operation: dict[str, Any] = {"parameters": _parts(path), "responses": _answers(method)}
        if method == "GET":
            operation["parameters"] += [
                {"name": name, "in": "query", "schema": _TEXT} for name in _QUERIES.get(plain, [])
            ]
        else:
            operation.update(_form(_FORMS[plain]))
        paths.setdefault(plain, {})[method.lower()] = operation
    return {"openapi": "3.1.0", "info": {"title": "Gevinst", "version": "1"}, "paths": paths}


def _parts(path: str) -> list[dict[str, Any]]:
    parts = [part.partition("}")[0] for part in path.split("{")[1:]]
    return [
        {"name": name, "in": "path", "required": True, "schema": _some(_PATHS.get(name, ["1"]))}
        for name, _, _ in (part.partition(":") for part in parts)
    ]


def _some(known: list[str]) -> dict[str, Any]:
    """What is there, or any text where nothing is told of; the rest is what the machine makes of *not that*."""
    return {"enum": known} if known else _TEXT


def _form(fields: dict[str, list[str]]) -> dict[str, Any]:
    """What is sent; nothing, where there is a button and no field."""
    properties = {name: _some(known) for name, known in fields.items()}
    schema = {"type": "object", "properties": properties, "required": list(fields), "additionalProperties": False}
    return {"requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": schema}}}}


def _answers(method: str) -> dict[str, Any]:
    """A page, a file, the way onwards, or a refusal that is a page; never an error of the server's."""
    kinds = ["text/html", "text/plain", "text/csv", "image/svg+xml", "image/png", "application/octet-stream"]
    kinds += ["text/css", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
    statuses = ["200", "303", "400", "403", "404"] + (
        ["401", "409", "413", "415", "422", "429"] if method == "POST" else []
    )
    content = {"content": {kind: {} for kind in kinds}}
    return {status: {"description": "", **({} if status == "303" else content)} for status in statuses}
