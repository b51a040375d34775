"""Talk to the house's Prefect as a program does: order runs and wait for them.

On a thread of its own: where a browser of Playwright's runs, Prefect would take this thread for an asynchronous one.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_CUSTOM_HEADERS, temporary_settings

from gevinst.door.door import WORKER_HEADER
from tests.deployments.house import WORKER, WholeHouse

T = TypeVar("T")

CASES = "Helbredstillæg: prisoverslag og regninger/helbredstillaeg"
ANSWER = "Besvar en sag/besvar-en-sag"
PROPOSE = "Foreslå et potentiale/foreslaa-et-potentiale"
LONGEST_RUN = 180


def order(house: WholeHouse, deployment: str, parameters: dict[str, object]) -> FlowRun:
    """Start a deployment's run and wait until it has ended."""
    run = talk_to(
        house,
        lambda _: run_deployment(
            deployment, parameters=parameters, timeout=LONGEST_RUN, poll_interval=0.5, as_subflow=False
        ),
    )
    assert isinstance(run, FlowRun)
    return run


def talk_to(house: WholeHouse, say: Callable[[SyncPrefectClient], T]) -> T:
    """Do something with a client of the house's server."""

    def talking() -> T:
        ours = {PREFECT_API_URL: house.api, PREFECT_CLIENT_CUSTOM_HEADERS: {WORKER_HEADER: WORKER}}
        with temporary_settings(ours), get_client(sync_client=True) as client:
            return say(client)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(talking).result()
