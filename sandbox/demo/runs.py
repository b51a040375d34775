"""Start a deployment through the API as the UI's button does, and follow its cases in our own table."""

import os
import time

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy import Engine, func, select

from gevinst.items.model import State
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items

_ENDED = (State.COMPLETED, State.PENDING, State.FAILED)
_LIMIT_SECONDS = 900


def start_run(api: str, deployment: str, parameters: dict[str, object]) -> str:
    """Create a flow run; Prefect's client repeats a 503 by itself. Returns the run's id."""
    os.environ["PREFECT_API_URL"] = api
    from prefect.deployments import run_deployment

    run = run_deployment(deployment, parameters=parameters, timeout=0, as_subflow=False)
    return str(run.id)  # type: ignore[union-attr]


def follow(api: str, run_id: str, *, expected: int) -> str:
    """Show a bar until the run has ended; returns the run's final state."""
    from prefect.client.orchestration import get_client

    engine = open_engine()
    deadline = time.monotonic() + _LIMIT_SECONDS
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress, get_client(sync_client=True) as client:
        bar = progress.add_task("Cases", total=expected)
        while time.monotonic() < deadline:
            done = ended_items(engine)
            state = client.read_flow_run(run_id).state  # type: ignore[arg-type]
            progress.update(bar, completed=done, description=f"Cases ({state.name if state else 'waiting'})")
            if state is not None and state.is_final():
                return state.name or ""
            time.sleep(1)
    message = f"the run {run_id} did not end within {_LIMIT_SECONDS} s; see {api}"
    raise SystemExit(message)


def ended_items(engine: Engine) -> int:
    """How many cases the robot is done with, or has handed over."""
    with reading(engine) as connection:
        return connection.execute(select(func.count()).where(items.c.state.in_(_ENDED))).scalar_one()
