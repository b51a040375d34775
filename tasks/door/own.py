"""What of Prefect's belongs to whom: deployments by their tags, and runs, task runs and artifacts by their deployment.

Asked in the server's own process and of its own database. Which deployment a run has never changes, so it is remembered;
the deployments themselves are looked at every few seconds.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from prefect.server import models as prefect_models
from prefect.server.database import provide_database_interface

from gevinst.door.person import Person

models: Any = prefect_models  # its functions get their database by a decorator that types don't see through

_FRESH_SECONDS = 5.0
_MOST_REMEMBERED = 20_000
_MOST_DEPLOYMENTS = 10_000


@dataclass(frozen=True)
class Deployment:
    """One deployment, as far as the door looks at it."""

    id: UUID
    name: str
    flow_id: UUID
    tags: frozenset[str]
    schema: dict[str, Any]


@dataclass(frozen=True)
class Run:
    """What never changes of a run: its deployment, and the tags it was made with."""

    deployment: UUID
    tags: frozenset[str]


def started_by(person: Person) -> str:
    """The tag of the runs somebody starts. Only the door writes it: no visitor chooses tags."""
    return f"startet af {person.initials}"


class Own:
    """Whose is what, as of a few seconds ago at most."""

    def __init__(self) -> None:
        self._deployments: dict[UUID, Deployment] = {}
        self._looked_at = float("-inf")
        self._runs: OrderedDict[UUID, Run] = OrderedDict()

    async def deployments(self, person: Person) -> dict[UUID, Deployment]:
        """Those somebody may see and start."""
        everything = await self._all()
        return {number: each for number, each in everything.items() if person.may_start(each.tags)}

    async def watched(self, person: Person) -> dict[UUID, Deployment]:
        """Those whose every run somebody may see."""
        everything = await self._all()
        return {number: each for number, each in everything.items() if person.may_see_runs(each.tags)}

    async def by_name(self, flow_name: str, name: str) -> UUID | None:
        """The deployment of that name: names are unique within a flow only."""
        async with provide_database_interface().session_context() as session:
            row = await models.deployments.read_deployment_by_name(session=session, name=name, flow_name=flow_name)
        found: UUID | None = None if row is None else row.id
        return found

    async def deployment(self, person: Person, number: UUID | None) -> Deployment | None:
        """One of theirs; None where it is another's, or there is none."""
        return (await self.deployments(person)).get(number) if number is not None else None

    async def has_run(self, person: Person, number: UUID | None) -> bool:
        """Whether a run is theirs to see: of a deployment of theirs, or of everybody's and started by them."""
        run = None if number is None else await self._run(number)
        if run is None:
            return False
        if run.deployment in await self.watched(person):
            return True
        return run.deployment in await self.deployments(person) and started_by(person) in run.tags

    async def _run(self, number: UUID) -> "Run | None":
        known = self._runs.get(number)
        if known is not None:
            return known
        async with provide_database_interface().session_context() as session:
            row = await models.flow_runs.read_flow_run(session=session, flow_run_id=number)
        if row is None or row.deployment_id is None:
            return None
        found = self._runs[number] = Run(row.deployment_id, frozenset(row.tags))
        if len(self._runs) > _MOST_REMEMBERED:
            self._runs.popitem(last=False)
        return found

    async def run_of_task_run(self, task_run: UUID) -> UUID | None:
        """The run a task run belongs to."""
        async with provide_database_interface().session_context() as session:
            row = await models.task_runs.read_task_run(session=session, task_run_id=task_run)
        found: UUID | None = None if row is None else row.flow_run_id
        return found

    async def run_of_artifact(self, artifact: UUID) -> UUID | None:
        """The run that made an artifact."""
        async with provide_database_interface().session_context() as session:
            row = await models.artifacts.read_artifact(session=session, artifact_id=artifact)
        found: UUID | None = None if row is None else row.flow_run_id
        return found

    async def _all(self) -> dict[UUID, Deployment]:
        if time.monotonic() - self._looked_at > _FRESH_SECONDS:
            async with provide_database_interface().session_context() as session:
                rows = await models.deployments.read_deployments(session=session, limit=_MOST_DEPLOYMENTS)
                self._deployments = {
                    row.id: Deployment(
                        row.id, row.name, row.flow_id, frozenset(row.tags), dict(row.parameter_openapi_schema or {})
                    )
                    for row in rows
                }
            self._looked_at = time.monotonic()
        return self._deployments
