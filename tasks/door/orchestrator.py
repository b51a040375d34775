"""Prefect as the orchestrator of our own pages: what may be started, the runs, and what each left to be read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import anyio.from_thread

from gevinst.door.orchestrator import Declined, Limits, Note, Order, RunLine, RunPage, RunState, Startable
from gevinst.door.person import Person
from gevinst.store.clock import from_datetime
from tasks.door.asking import Asking
from tasks.forms import RunForm, RunKind

_STATES = {
    "SCHEDULED": RunState.WAITING,
    "PENDING": RunState.WAITING,
    "PAUSED": RunState.WAITING,
    "RUNNING": RunState.RUNNING,
    "CANCELLING": RunState.RUNNING,
    "COMPLETED": RunState.COMPLETED,
    "FAILED": RunState.FAILED,
    "CRASHED": RunState.CRASHED,
    "CANCELLED": RunState.CANCELLED,
}
_NOBODYS = Declined("", 404)
_MOST_NOTES = 20
_Row = Mapping[str, Any]


class PrefectOrchestrator:
    """Answers `gevinst.door.orchestrator.Orchestrator`, from threads of the server's own process."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._titles: dict[str, str] = {}

    def startable(self, person: Person) -> Sequence[Startable]:
        """See the protocol."""
        return anyio.from_thread.run(self._startable, person)

    def start(self, person: Person, order: Order) -> str:
        """See the protocol."""
        return anyio.from_thread.run(self._start, person, order)

    def latest(self, person: Person, most: int) -> Sequence[RunLine]:
        """See the protocol."""
        return anyio.from_thread.run(self._latest, person, most)

    def run(self, person: Person, run: str) -> RunPage:
        """See the protocol."""
        return anyio.from_thread.run(self._run, person, run)

    async def _startable(self, person: Person) -> Sequence[Startable]:
        deployments = await self._asking.all(person, "/deployments/filter", {"sort": "NAME_ASC"})
        titles, planned = await self._titles_of(person, deployments), await self._planned(person)
        found = [
            Startable(
                id=each["id"],
                title=titles.get(each["flow_id"], each["name"]),
                description=each["description"] or "",
                limits=limits_of(_form_of(each)[1]),
                next_at=planned.get(each["id"]),
                form=f"/v2/deployments/deployment/{each['id']}/run",
            )
            for each in deployments
        ]
        return sorted(found, key=lambda each: (each.limits is None, each.title))

    async def _start(self, person: Person, order: Order) -> str:
        path = f"/deployments/{_id(order.deployment)}"
        parameter, form = _form_of(await self._asking.get(person, path))
        if limits_of(form) is None:
            raise _NOBODYS
        ordered = {"art": (RunKind.DRY if order.is_dry else RunKind.REAL).value, "antal": order.most}
        body = {"parameters": {parameter: ordered}, "idempotency_key": order.key}
        made = await self._asking.post(person, f"{path}/create_flow_run", body)
        return str(made["id"])

    async def _latest(self, person: Person, most: int) -> Sequence[RunLine]:
        due = {"expected_start_time": {"before_": _now()}}
        search = {"flow_runs": due, "sort": "EXPECTED_START_TIME_DESC", "limit": most}
        rows = await self._asking.post(person, "/flow_runs/filter", search)
        titles = await self._titles_of(person, rows)
        return [_line(row, titles) for row in rows]

    async def _run(self, person: Person, run: str) -> RunPage:
        row = await self._asking.get(person, f"/flow_runs/{_id(run)}")
        deployment = row["deployment_id"] and await self._asking.get(person, f"/deployments/{row['deployment_id']}")
        line = _line(row, await self._titles_of(person, [row]))
        return RunPage(
            line=line,
            tags=frozenset(deployment["tags"] if deployment else ()),
            step=await self._step(person, row["id"]) if line.state is RunState.RUNNING else "",
            notes=await self._notes(person, row["id"]),
            link=f"/v2/runs/flow-run/{row['id']}",
        )

    async def _titles_of(self, person: Person, rows: Iterable[_Row]) -> dict[str, str]:
        """What the processes of these are called, by flow; a flow is its name, so what is known stays true."""
        if not {each["flow_id"] for each in rows} <= set(self._titles):
            self._titles |= {each["id"]: each["name"] for each in await self._asking.all(person, "/flows/filter", {})}
        return self._titles

    async def _planned(self, person: Person) -> dict[str, int]:
        """When each deployment is next started by its schedule."""
        ahead = {"state": {"type": {"any_": ["SCHEDULED"]}}, "expected_start_time": {"after_": _now()}}
        search = {"flow_runs": ahead, "sort": "EXPECTED_START_TIME_ASC"}
        found: dict[str, int] = {}
        for each in await self._asking.all(person, "/flow_runs/filter", search):
            if each["auto_scheduled"]:
                found.setdefault(each["deployment_id"], _instant(each["expected_start_time"]))
        return found

    async def _step(self, person: Person, run: str) -> str:
        """The title of the step it is at; Prefect puts a few signs behind it."""
        at_it = {"state": {"type": {"any_": ["RUNNING"]}}}
        search = {
            "flow_runs": {"id": {"any_": [run]}},
            "task_runs": at_it,
            "sort": "EXPECTED_START_TIME_DESC",
            "limit": 1,
        }
        for each in await self._asking.post(person, "/task_runs/filter", search):
            return str(each["name"]).rpartition("-")[0]
        return ""

    async def _notes(self, person: Person, run: str) -> tuple[Note, ...]:
        search = {"artifacts": {"flow_run_id": {"any_": [run]}}, "sort": "CREATED_DESC", "limit": _MOST_NOTES}
        rows = await self._asking.post(person, "/artifacts/filter", search)
        notes = [note for row in reversed(rows) if (note := _note(row)) is not None]
        return tuple(sorted(notes, key=lambda note: not note.text))


def limits_of(form: _Row) -> Limits | None:
    """How many cases a form lets choose; None where it isn't the one of runs and dry runs."""
    fields = form.get("properties", {})
    if set(fields) != set(RunForm.model_fields):
        return None
    most = fields["antal"]
    return Limits(most["minimum"], most["maximum"], most["default"])


def _form_of(deployment: _Row) -> tuple[str, _Row]:
    """A deployment's one parameter, and the model that holds its fields."""
    schema = deployment["parameter_openapi_schema"] or {}
    parameters = schema.get("properties") or {}
    if len(parameters) != 1:
        return "", {}
    name, declared = next(iter(parameters.items()))
    reference = declared.get("$ref") or next((each.get("$ref", "") for each in declared.get("allOf", ())), "")
    return name, (schema.get("definitions") or {}).get(reference.rpartition("/")[2], {})


def _line(row: _Row, titles: Mapping[str, str]) -> RunLine:
    ordered = next((each for each in row["parameters"].values() if isinstance(each, dict)), {})
    kind, most = ordered.get("art"), ordered.get("antal")
    return RunLine(
        id=row["id"],
        title=titles.get(row["flow_id"], row["name"]),
        state=_STATES.get(row["state_type"], RunState.WAITING),
        began_at=_instant(row["start_time"] or row["expected_start_time"]),
        ended_at=_instant(row["end_time"]) if row["end_time"] else None,
        is_scheduled=row["auto_scheduled"],
        is_dry=kind == RunKind.DRY.value if kind in {each.value for each in RunKind} else None,
        most=most if isinstance(most, int) else None,
    )


def _note(row: _Row) -> Note | None:
    """An artifact as a note; None where it is nothing to read."""
    title, data = row["description"] or "", row["data"]
    if row["type"] == "markdown":
        return Note(title, text=str(data))
    if row["type"] != "table":
        return None
    rows = json.loads(data) if isinstance(data, str) else data
    if not isinstance(rows, list):
        return None
    return Note(
        title, rows=[{name: str(value) for name, value in each.items()} for each in rows if isinstance(each, dict)]
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise _NOBODYS from None


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _instant(text: str) -> int:
    return from_datetime(datetime.fromisoformat(text))
