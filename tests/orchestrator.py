"""Run a flow on Prefect's own temporary server, and see of it what people see on its page."""

import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from prefect import tags
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.states import State
from prefect.testing.utilities import prefect_test_harness
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed


@contextmanager
def running_orchestrator() -> Iterator[None]:
    """Prefect's test harness. It starts slowly, so tests share one and look only at their own runs."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        environment.setenv("PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW", "ignore")
        with prefect_test_harness(server_startup_timeout=120):
            yield


@contextmanager
def leaving_logs_alone() -> Iterator[None]:
    """Undo what a worker process installs for good: redaction on every log handler and on what the interpreter prints."""
    formatting, setting = logging.Handler.format, logging.Handler.setFormatter
    hooks = sys.excepthook, threading.excepthook
    before = {handler: handler.formatter for handler in (ref() for ref in logging._handlerList) if handler}  # type: ignore[attr-defined]
    try:
        yield
    finally:
        logging.Handler.format, logging.Handler.setFormatter = formatting, setting  # type: ignore[method-assign]
        sys.excepthook, threading.excepthook = hooks
        for handler, formatter in before.items():
            handler.formatter = formatter


@dataclass(frozen=True)
class Ran:
    """One flow run.

    Attributes:
        state: How it ended.
        steps: Each task's title and how it ended, in order.
        artifacts: What people read on its page, by description.
        everything: All that the server keeps of it, as text.
    """

    state: State[Any]
    steps: list[tuple[str, str]]
    artifacts: dict[str, str]
    everything: str


def run_flow(flow: Callable[..., Any], *arguments: Any, tagged: tuple[str, ...] = (), steps: int = 0) -> Ran:
    """Run it to its end, whatever that is; `steps` is how many tasks must be heard of at least."""
    with tags(*tagged):
        state: State[Any] = flow(*arguments, return_state=True)
    run = str(state.state_details.flow_run_id)
    with get_client(sync_client=True) as client:
        tasks = _ended_tasks(client, run, steps)
        of_run = {"flow_run_id": {"any_": [run]}}
        artifacts = client.request("POST", "/artifacts/filter", json={"artifacts": of_run}).json()
        logs = client.request("POST", "/logs/filter", json={"logs": of_run}).json()
        whole = client.request("GET", "/flow_runs/{id}", path_params={"id": run}).json()
    return Ran(
        state=state,
        steps=[(each["name"].rpartition("-")[0], each["state"]["name"]) for each in tasks],
        artifacts={each["description"]: each["data"] for each in artifacts},
        everything=json.dumps([whole, tasks, artifacts, logs], ensure_ascii=False),
    )


def _ended_tasks(client: SyncPrefectClient, run: str, least: int) -> list[dict[str, Any]]:
    """A task's last state reaches the server's tables a moment after the run has ended."""
    by_run = {"flow_runs": {"id": {"any_": [run]}}, "sort": "EXPECTED_START_TIME_ASC"}

    def has_more(found: list[dict[str, Any]]) -> bool:
        return len(found) < least or any(each["state_type"] in ("SCHEDULED", "PENDING", "RUNNING") for each in found)

    wait = Retrying(retry=retry_if_result(has_more), stop=stop_after_delay(30), wait=wait_fixed(0.1))
    found: list[dict[str, Any]] = wait(lambda: client.request("POST", "/task_runs/filter", json=by_run).json())
    return found
