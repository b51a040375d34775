"""The rules a route can be guarded by. Operations passes each; for others it is decided by whose the thing is.

A rule lets pass by returning. What is another's and what isn't there are answered alike: guessing an id tells nothing.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from gevinst.door.person import Role
from tasks.door.asked import Asked, NotAllowed, Nothing
from tasks.door.starting import fill_in, must_be_answerable, must_be_plain

_MOST_NAMED = 200
"""Runs a page names at once; each that the door doesn't know yet is a look-up."""
_NOT_THERE = "Det findes ikke, eller det hører til en anden enhed."


async def anyone(_asked: Asked) -> None:
    """Of nobody, and harmless."""


async def operations_only(asked: Asked) -> None:
    """Operations looks at it, and nobody else."""
    if Role.OPERATIONS not in asked.person.roles:
        raise NotAllowed


async def nothing_for_others(asked: Asked) -> None:
    """What operations has beside what is theirs: their page shows none of it, and works."""
    if Role.OPERATIONS not in asked.person.roles:
        raise Nothing([])


async def no_settings_for_others(asked: Asked) -> None:
    """How the server is set is operations' to know. A page asks whether to advertise and to count: it does neither."""
    if Role.OPERATIONS not in asked.person.roles:
        raise Nothing({"server": {"analytics_enabled": False, "ui": {"show_promotional_content": False}}})


async def operations_change(asked: Asked) -> None:
    """Operations changes it, and that is written down."""
    asked.changes = True
    number = _id(asked.parts.get("id", ""))  # what is no id may be anything, and the audit keeps it for ever
    asked.deployment = str(number) if number and "/deployments/" in asked.route else None
    asked.flow_run = str(number) if number and "/flow_runs/" in asked.route else None
    await operations_only(asked)


async def own_deployment(asked: Asked) -> None:
    """A deployment of theirs, by its id or by its name."""
    theirs = await asked.own.deployments(asked.person)
    named = asked.parts.get("flow_name"), asked.parts.get("deployment_name")
    number = _id(asked.parts["id"]) if "id" in asked.parts else await asked.own.by_name(*map(str, named))
    if number not in theirs and Role.OPERATIONS not in asked.person.roles:
        raise NotAllowed(_NOT_THERE, 404)


async def own_flow(asked: Asked) -> None:
    """The flow of a deployment of theirs."""
    theirs = await asked.own.deployments(asked.person)
    if Role.OPERATIONS not in asked.person.roles and _id(asked.parts["id"]) not in {
        each.flow_id for each in theirs.values()
    }:
        raise NotAllowed(_NOT_THERE, 404)


async def own_run(asked: Asked) -> None:
    """A run of a deployment of theirs."""
    await _must_have(asked, _id(asked.parts["id"]))


async def own_run_query(asked: Asked) -> None:
    """The same, where the query names the run."""
    await _must_have(asked, _id(asked.query.get("flow_run_id", "")))


async def own_task_run(asked: Asked) -> None:
    """A step of such a run."""
    if Role.OPERATIONS not in asked.person.roles:
        number = _id(asked.parts["id"])
        await _must_have(asked, None if number is None else await asked.own.run_of_task_run(number))


async def own_artifact(asked: Asked) -> None:
    """What such a run left on its page."""
    if Role.OPERATIONS not in asked.person.roles:
        number = _id(asked.parts["id"])
        await _must_have(asked, None if number is None else await asked.own.run_of_artifact(number))


async def own_run_ids(asked: Asked) -> None:
    """Several such runs, by a list of ids."""
    if Role.OPERATIONS not in asked.person.roles:
        await _must_have_all(asked, asked.data.get("flow_run_ids"))


async def narrowed_logs(asked: Asked) -> None:
    """The log of such runs: a search that names them, and nothing besides."""
    if Role.OPERATIONS in asked.person.roles:
        return
    search = asked.data.get("logs")
    if not isinstance(search, dict) or search.get("operator", "and_") != "and_":
        raise NotAllowed
    of_run = search.get("flow_run_id")
    await _must_have_all(asked, of_run.get("any_") if isinstance(of_run, dict) else None)


async def narrowed(asked: Asked) -> None:
    """A search for what may be started: it finds only deployments of theirs, and their flows."""
    await _narrow(asked, await asked.own.deployments(asked.person))


async def narrowed_runs(asked: Asked) -> None:
    """A search for runs or what they left: it finds only what belongs to theirs, however it is put."""
    named = _named_runs(asked)
    if not 0 < len(named) <= _MOST_NAMED or not all(
        [await asked.own.has_run(asked.person, _id(str(each))) for each in named]
    ):
        await _narrow(asked, await asked.own.watched(asked.person))


CONFINING = {
    "artifacts": (("artifacts", "flow_run_id"), ("flow_runs", "id")),
    "task_runs": (("task_runs", "flow_run_id"), ("flow_runs", "id")),
    "flow_runs": (("flow_runs", "id"),),
}
"""By what is searched for, the parts that name runs; no others count, since a route passes over what it doesn't declare."""


def _named_runs(asked: Asked) -> list[Any]:
    """The runs a search is confined to, as the page of one run puts it; none where it might reach beyond them."""
    searched_for = next(each for each in CONFINING if f"/{each}/" in asked.route)
    for part, name in CONFINING[searched_for]:
        search = asked.data.get(part)
        if isinstance(search, dict) and search.get("operator", "and_") == "and_":
            named = search.get(name)
            if isinstance(named, dict) and set(named) == {"any_"} and isinstance(named["any_"], list):
                return named["any_"]
    return []


async def _narrow(asked: Asked, theirs: Collection[UUID]) -> None:
    if Role.OPERATIONS in asked.person.roles:
        return
    search = asked.data.get("deployments") or {}
    if not isinstance(search, dict) or search.get("operator", "and_") != "and_":
        raise NotAllowed
    named = search.get("id") or {}
    if not isinstance(named, dict):
        raise NotAllowed
    known = set(map(str, theirs))
    only = known if named.get("any_") is None else known & {str(_id(str(each))) for each in _list(named["any_"])}
    asked.data["deployments"] = {**search, "id": {**named, "any_": sorted(only)}}


async def of_a_form(asked: Asked) -> None:
    """A form's values against its rules, with nothing in them that Prefect would put something else in the place of."""
    must_be_plain(asked.data)


async def own_start(asked: Asked) -> None:
    """Start a deployment of theirs, in their own name."""
    asked.changes = asked.starts = True
    deployment = await asked.own.deployment(asked.person, _id(asked.parts["id"]))
    if deployment is None:
        raise NotAllowed(_NOT_THERE, 404)
    asked.deployment = deployment.name
    fill_in(asked, deployment)
    await must_be_answerable(asked)


async def _must_have(asked: Asked, run: UUID | None) -> None:
    if Role.OPERATIONS not in asked.person.roles and not await asked.own.has_run(asked.person, run):
        raise NotAllowed(_NOT_THERE, 404)


async def _must_have_all(asked: Asked, runs: Any) -> None:  # noqa: ANN401 (JSON)
    numbers = _list(runs)
    if not 0 < len(numbers) <= _MOST_NAMED:
        raise NotAllowed
    for each in numbers:
        await _must_have(asked, _id(str(each)))


def _list(found: Any) -> list[Any]:  # noqa: ANN401 (JSON)
    if not isinstance(found, list):
        raise NotAllowed
    return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
