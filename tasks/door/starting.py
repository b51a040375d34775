"""Starting a run through the door: in the name of who is signed in, with the form's rules, and with nothing else.

The UI lets a visitor switch the form's rules off and set what the worker's process is given. For who isn't operations the
door switches them on again, and takes what the form asks for and the time alone: name, tags and queue are the deployment's.
"""

import re
from typing import Any

import anyio.to_thread

from gevinst.desk.finding import unit_of
from gevinst.door.person import Role
from gevinst.redaction import redact
from gevinst.store.engine import open_engine, reading
from tasks.door.asked import Asked, NotAllowed
from tasks.door.own import Deployment, started_by

INITIALS = "initialer"
ITEM = "sag"
_REPLACED = "__prefect_kind"
_SCHEDULED = "SCHEDULED"
_LONGEST_KEY = 200
_PERSONAL = "Et felt ser ud til at have et CPR-nummer i sig. Felterne gemmes, som de er skrevet: brug sagens nummer."
_NOT_FOR_YOU = "Kun driften kan ændre, hvordan kørslen afvikles (Job Variables)."
_NOT_PLAIN = "Udfyld felterne enkeltvis: JSON, skabeloner og variable kan ikke bruges her."
_NOT_IN_FORM = "Formularen har ikke det felt."
_NOT_ANSWERABLE = "Sagen findes ikke, eller den hører til en anden enhed."


def fill_in(asked: Asked, deployment: Deployment) -> None:
    """Make the order that of the person who is signed in.

    Raises:
        NotAllowed: It holds what looks like a CPR number, or more than the form asks for.
    """
    data = asked.data
    parameters = data.get("parameters") or {}
    must_be_plain(parameters)
    if not isinstance(parameters, dict):
        raise NotAllowed("Forespørgslen kan ikke læses.", 422)
    _sign(parameters, deployment.schema, asked.person.initials)
    if _holds_personal(parameters):
        raise NotAllowed(_PERSONAL, 422)
    tags = [started_by(asked.person)]
    if (key := data.get("idempotency_key")) is not None:
        data["idempotency_key"] = _own_key(key, asked.person.staff_id, deployment)
    if Role.OPERATIONS in asked.person.roles:
        data |= {"parameters": parameters, "tags": [*(data.get("tags") or []), *tags]}
        return
    if not set(parameters) <= set(deployment.schema.get("properties") or {}):
        raise NotAllowed(_NOT_IN_FORM, 422)
    if data.get("job_variables") or data.get("parent_task_run_id"):
        raise NotAllowed(_NOT_FOR_YOU)
    order: dict[str, Any] = {"parameters": parameters, "enforce_parameter_schema": True, "tags": tags}
    if (state := _at(data.get("state"))) is not None:
        order["state"] = state
    if "idempotency_key" in data:
        order["idempotency_key"] = data["idempotency_key"]
    data.clear()
    data.update(order)


def must_be_plain(value: Any) -> None:  # noqa: ANN401 (JSON)
    """See that values are what they look like.

    Prefect puts something else in the place of an object with this key, after the door has looked: text read as JSON, a
    template's outcome, a variable of operations'.

    Raises:
        NotAllowed: One has it, however deep.
    """
    if isinstance(value, dict):
        if _REPLACED in value:
            raise NotAllowed(_NOT_PLAIN, 422)
        value = list(value.values())
    for each in value if isinstance(value, list) else ():
        must_be_plain(each)


async def must_be_answerable(asked: Asked) -> None:
    """Where the order is an answer about an item, the item must be one of theirs.

    Raises:
        NotAllowed: It is another unit's, or there is none.
    """
    numbers = {each[ITEM] for each in asked.data["parameters"].values() if isinstance(each, dict) and ITEM in each}
    for number in numbers:
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**63:
            raise NotAllowed(_NOT_ANSWERABLE, 404)
        unit = await anyio.to_thread.run_sync(_unit_of, number)
        if not asked.person.may_answer(unit):
            raise NotAllowed(_NOT_ANSWERABLE, 404)
        asked.item_id = number


def _own_key(key: Any, staff_id: int, deployment: Deployment) -> str:  # noqa: ANN401 (JSON)
    """A key is one's own and a deployment's: Prefect answers a known one with the run it made, whosever that is."""
    if not isinstance(key, str) or not 0 < len(key) <= _LONGEST_KEY:
        raise NotAllowed("Forespørgslen kan ikke læses.", 422)
    return f"{staff_id} {deployment.id} {key}"


def _unit_of(item_id: int) -> str | None:
    with reading(open_engine()) as connection:
        return unit_of(connection, item_id)


def _sign(parameters: dict[str, Any], schema: dict[str, Any], initials: str) -> None:
    """Put the initials wherever the form asks for them: nobody orders in another's name.

    What isn't written as the form wants it stays as it is: the UI has said so by then, and Prefect refuses it.
    """
    models = schema.get("definitions") or {}
    for name, declared in (schema.get("properties") or {}).items():
        model = str(declared.get("$ref", "")).rpartition("/")[2] or _first_of(declared)
        wanted = (models.get(model) or {}).get("properties", {}).get(INITIALS)
        given = parameters.setdefault(name, {}) if wanted is not None else None
        if isinstance(given, dict) and re.search(wanted.get("pattern", ""), str(given.get(INITIALS, initials))):
            given[INITIALS] = initials


def _first_of(declared: dict[str, Any]) -> str:
    """The model of a parameter that is declared with a description of its own."""
    parts = declared.get("allOf") or [{}]
    return str(parts[0].get("$ref", "")).rpartition("/")[2]


def _holds_personal(value: Any) -> bool:  # noqa: ANN401 (JSON)
    if isinstance(value, dict):
        return any(_holds_personal(part) for pair in value.items() for part in pair)
    if isinstance(value, list):
        return any(map(_holds_personal, value))
    return isinstance(value, (str, int)) and redact(str(value)) != str(value)


def _at(state: Any) -> dict[str, Any] | None:  # noqa: ANN401 (JSON)
    """A later time, where one was chosen; any other state is Prefect's to set."""
    if not isinstance(state, dict) or state.get("type") != _SCHEDULED:
        return None
    details = state.get("state_details")
    when = details.get("scheduled_time") if isinstance(details, dict) else None
    return {"type": _SCHEDULED, "state_details": {"scheduled_time": when}} if isinstance(when, str) else None
