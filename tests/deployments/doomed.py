"""A run with nobody watching it: `python -m tests.deployments.doomed` says its number, and waits to be killed."""

import signal

from prefect import flow, tags
from prefect.runtime import flow_run

TAG = "dødsdømt"


@flow(name="Dødsdømt")
def doomed() -> None:
    """Wait for the end."""
    print(flow_run.get_id(), flush=True)  # noqa: T201 (the answer of a command)
    signal.pause()


if __name__ == "__main__":
    with tags(TAG):
        doomed()
