"""The choke point and the redacting formatter, on the real server: what a careless flow says doesn't get there."""

import subprocess
import sys
from pathlib import Path

import pytest

from gevinst.settings import ROOT
from sandbox.leaks import needles_of, search_bytes, search_postgresql
from tests.deployments.house import PREFECT, WholeHouse
from tests.deployments.waiting import eventually
from tests.deployments.working import rows_of

pytestmark = pytest.mark.timeout(600)


def test_a_careless_flow_leaves_nothing_in_prefect(whole_house: WholeHouse, tmp_path: Path) -> None:
    """Printed, logged, raised, put in names, artifacts and events: without our choke point all of it is there, with it none."""
    bare, masked = ("2305470001", "Karla Skødesløsesen"), ("2406480001", "Wilma Forsigtigsen")
    for who, *safe in ((bare,), (masked, "safe")):
        command = [sys.executable, "-m", "tests.deployments.careless", *who, *safe]
        environment = whole_house.environment | {"PREFECT_HOME": str(tmp_path)}
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        assert done.stdout.split()[-1] == b"FAILED"
    url = whole_house.lodging.url(PREFECT)

    def all_is_recorded() -> None:
        assert rows_of(whole_house, "events", "event = 'careless'") == 2
        assert rows_of(whole_house, "task_run", "state_type = 'FAILED' AND name LIKE '%[CPR]%'") == 1

    eventually(all_is_recorded)
    leaked = search_postgresql(url, needles_of(bare))
    assert {"log.message", "artifact.data", "flow_run.parameters", "task_run_state.message", "events.payload"} <= {
        place.partition(": ")[2] for place in leaked
    }
    assert search_postgresql(url, needles_of(masked)) == []
    assert search_bytes(done.stdout + done.stderr, needles_of(masked)) == []
