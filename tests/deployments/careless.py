"""A flow that handles a CPR number as carelessly as can be: `python -m tests.deployments.careless CPR NAME [safe]`.

It says both wherever a flow can say something. With `safe`, as each of ours does, it first calls `make_safe`.
"""

import sys
from logging import getLogger

from prefect import flow, tags, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.events import emit_event
from prefect.logging import get_run_logger

from gevinst.redaction import known_personal
from tasks.safety import make_safe


@task(task_run_name="{number} {name}", retries=1, retry_delay_seconds=0, log_prints=True)
def look_up(number: str, name: str) -> str:
    """Print, log, and fail with both in the text."""
    print(f"printed {number} {name}")  # noqa: T201 (printing is what it is careless in)
    get_run_logger().error("logged %s %s", number, name)
    getLogger("prefect.flow_runs.careless").error("logged elsewhere %s %s", number, name)
    message = f"no such citizen: {number} {name}"
    raise LookupError(message)


@flow(name="Skødesløs", flow_run_name="{number} {name}", log_prints=True)
def careless(number: str, name: str) -> None:
    """Everything a developer in a hurry might do."""
    both = f"{number} {name}"
    create_markdown_artifact(markdown=f"# {both}", description=both)
    create_table_artifact(table=[{"CPR": number, both: name}], description=both)
    create_link_artifact(link=f"http://localhost/?cpr={number}", link_text=both)
    emit_event("careless", resource={"prefect.resource.id": f"citizen.{number}", "name": name}, payload={both: [both]})
    with tags(both):
        look_up(number, name)


def main() -> None:
    """Run it; it fails, as it must."""
    number, name, *safe = sys.argv[1:]
    if safe:
        make_safe()
    with known_personal((name,)):
        state = careless(number, name, return_state=True)
    print(state.type.value)  # noqa: T201 (the answer of a command)


if __name__ == "__main__":
    main()
