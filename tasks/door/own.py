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


class Own:
    """Whose is what, as of a few seconds ago at most."""

    def __init__(self) -> None:
        self._deployments: dict[UUID, Deployment] = {}
        self._looked_at = float("-inf")
        self._of_runs: OrderedDict[UUID, UUID] = OrderedDict()

    async def deployments(self, person: Person) -> dict[UUID, Deployment]:
        """Those somebody may see and start."""
        everything = await self._all()
        return {number: each for number, each in everything.items() if person.may_start(each.tags)}

    async def deployment(self, person: Person, number: UUID | None) -> Deployment | None:
        """One of theirs; None where it is another's, or there is none."""
        return (await self.deployments(person)).get(number) if number is not None else None

    async def deployment_of_run(self, run: UUID) -> UUID | None:
        """Which deployment made a run; None for a run without one, or none."""
        known = self._of_runs.get(run)
        if known is not None:
            return known
        async with provide_database_interface().session_context() as session:
            row = await models.flow_runs.read_flow_run(session=session, flow_run_id=run)
        found: UUID | None = None if row is None else row.deployment_id
        if found is not None:
            self._of_runs[run] = found
            if len(self._of_runs) > _MOST_REMEMBERED:
                self._of_runs.popitem(last=False)
        return found

    async def has_run(self, person: Person, run: UUID | None) -> bool:
        """Whether a run is of one of their deployments."""
        return run is not None and await self.deployment(person, await self.deployment_of_run(run)) is not None

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
