"""Watch the mailboxes and start a process when post has come: one run for all of it, and none while one waits or works.

Which deployment works which mailbox its tag says (`postkasse:helbredstillaeg`); a run is ordered as its schedule orders
it. Nothing is taken in here: that is the run's first step.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.responses import DeploymentResponse
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from gevinst.errors import GevinstError, SystemDown
from gevinst.items.transitions import CONFIGURATION_WAIT_SECONDS, SYSTEM_WAIT_SECONDS
from gevinst.items.watches import is_due, may_run, remember_start, token_of
from gevinst.settings import settings
from gevinst.store.engine import reading
from tasks.closing_days import is_closing_day

log = logging.getLogger(__name__)

TAG = "postkasse:"
NEW_POST = "ny post"
"""The tag of the runs the watch starts."""
_PAGE = 100
_AT_WORK = ("SCHEDULED", "PENDING", "RUNNING", "PAUSED", "CANCELLING")


@dataclass(frozen=True)
class Watched:
    """A deployment and the mailbox it works."""

    id: UUID
    name: str
    mailbox: str
    parameters: dict[str, Any]


@dataclass
class Watch:
    """Looks at every watched mailbox, again and again; `look` is one round.

    A mailbox that refuses us is left alone for a while: a wrong password tried each minute would lock the account.
    """

    engine: Engine
    clock: Callable[[], float] = time.monotonic
    _rest_until: dict[str, float] = field(default_factory=dict)

    def look(self) -> list[str]:
        """One round; returns the deployments that were started. Nothing that goes wrong ends the watch."""
        if is_closing_day():
            return []
        try:
            with get_client(sync_client=True) as client:
                return [each.name for each in watched(client) if self._look_at(client, each)]
        except httpx.HTTPError as error:
            log.warning("the orchestrator can't be asked (%s)", type(error).__name__)
        return []

    def _look_at(self, client: SyncPrefectClient, each: Watched) -> bool:
        if self.clock() < self._rest_until.get(each.mailbox, 0):
            return False
        try:
            return self._start_if_due(client, each)
        except SystemDown as down:
            wait = down.after.total_seconds() if down.after else SYSTEM_WAIT_SECONDS
            self._rest(each.mailbox, wait, down.detail)
        except GevinstError as error:
            self._rest(each.mailbox, CONFIGURATION_WAIT_SECONDS, error.detail)
        except SQLAlchemyError as error:
            log.warning("the database can't be asked (%s)", type(error).__name__)
        return False

    def _start_if_due(self, client: SyncPrefectClient, each: Watched) -> bool:
        if is_at_work(client, each.id):
            return False
        with reading(self.engine) as connection:
            if not may_run(connection, each.mailbox):
                return False
            token, due = token_of(connection, each.mailbox), is_due(connection, each.mailbox)
        with open_mailbox(each.mailbox, read_only=True) as box:
            changes = box.changes(Folder.INBOX, token)
        if not (changes.mails or due):
            return False
        client.create_flow_run_from_deployment(each.id, parameters=each.parameters, tags=[NEW_POST])
        with (
            self.engine.begin() as connection
        ):  # after the start: killed in between, the next round starts a run too many
            remember_start(connection, each.mailbox, changes.token)
        log.info("started %s for new post", each.name)
        return True

    def _rest(self, mailbox: str, seconds: float, detail: str) -> None:
        self._rest_until[mailbox] = self.clock() + seconds
        log.warning("mailbox %s is left alone for %.0f s: %s", mailbox, seconds, detail)


def watched(client: SyncPrefectClient) -> Iterator[Watched]:
    """Every deployment with a mailbox's tag that isn't paused and has a schedule to take its order from."""
    offset = 0
    while page := client.read_deployments(limit=_PAGE, offset=offset):
        offset += len(page)
        for deployment in page:
            yield from _watched(deployment)


def _watched(deployment: DeploymentResponse) -> Iterator[Watched]:
    for tag in deployment.tags:
        if tag.startswith(TAG) and not deployment.paused and deployment.schedules:
            order = deployment.schedules[0].parameters
            yield Watched(deployment.id, deployment.name, tag.removeprefix(TAG), order)


def is_at_work(client: SyncPrefectClient, deployment: UUID) -> bool:
    """Whether a run of the deployment waits or works; one its schedule has planned for later doesn't."""
    soon = datetime.now(tz=UTC) + timedelta(seconds=settings().watch_seconds)
    wanted = {
        "flow_runs": {"deployment_id": {"any_": [str(deployment)]}, "state": {"type": {"any_": list(_AT_WORK)}}},
        "sort": "EXPECTED_START_TIME_ASC",
        "limit": _PAGE,
    }
    runs = client.request("POST", "/flow_runs/filter", json=wanted).raise_for_status().json()
    return any(
        run["state_name"] != "Scheduled" or datetime.fromisoformat(run["expected_start_time"]) <= soon for run in runs
    )
