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
from tenacity import Retrying, retry_if_not_result, stop_after_delay, wait_fixed

Rows = list[dict[str, Any]]
Complete = Callable[[Rows], bool]


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
        steps: Each task's title and how it ended.
        artifacts: What people read on its page, by description.
        everything: All that the server keeps of it, as text.
    """

    state: State[Any]
    steps: dict[str, str]
    artifacts: dict[str, str]
    everything: str


def run_flow(flow: Callable[..., Any], *arguments: Any, tagged: tuple[str, ...] = (), steps: int = 0) -> Ran:
    """Run it to its end, whatever that is; `steps` is how many tasks must be heard of at least."""
    with tags(*tagged):
        state: State[Any] = flow(*arguments, return_state=True)
    run = str(state.state_details.flow_run_id)
    of_run = {"flow_run_id": {"any_": [run]}}
    with get_client(sync_client=True) as client:
        whole = client.request("GET", "/flow_runs/{id}", path_params={"id": run}).json()
        tasks = _filtered(client, "task_runs", {"flow_runs": {"id": {"any_": [run]}}}, _all_ended(steps))
        artifacts = _filtered(client, "artifacts", {"artifacts": of_run})
        logs = _filtered(client, "logs", {"logs": of_run}, _has_last_line)
    return Ran(
        state=state,
        steps={each["name"].rpartition("-")[0]: each["state"]["name"] for each in tasks},
        artifacts={each["description"]: each["data"] for each in artifacts},
        everything=json.dumps([whole, tasks, artifacts, logs], ensure_ascii=False),
    )


def _filtered(
    client: SyncPrefectClient, what: str, by: dict[str, Any], complete: Complete = lambda _found: True
) -> Rows:
    """Rows of one run. What a run told last reaches the server's tables a moment after it has ended."""
    wait = Retrying(retry=retry_if_not_result(complete), stop=stop_after_delay(60), wait=wait_fixed(0.1))
    found: Rows = wait(lambda: client.request("POST", f"/{what}/filter", json=by).json())
    return found


def _all_ended(least: int) -> Complete:
    under_way = ("SCHEDULED", "PENDING", "RUNNING")
    return lambda found: len(found) >= least and all(each["state_type"] not in under_way for each in found)


def _has_last_line(found: Rows) -> bool:
    return any(each["message"].startswith("Finished in state") and each["task_run_id"] is None for each in found)
