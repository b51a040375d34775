"""A run that died in silence doesn't stay *Running* for ever: the automation of automations.yaml notices."""

import subprocess
import sys
from typing import Any
from uuid import UUID

import pytest
import yaml
from prefect.events.schemas.automations import AutomationCore

from deployments.place import AUTOMATIONS
from gevinst.settings import ROOT
from tests.deployments.doomed import TAG
from tests.deployments.house import WholeHouse
from tests.deployments.ordering import talk_to
from tests.deployments.waiting import eventually
from tests.deployments.working import rows_of

pytestmark = pytest.mark.timeout(600)

SHORTEST = 10
"""Seconds: Prefect takes no shorter silence for one."""


def written() -> list[dict[str, Any]]:
    """What the file says."""
    found: list[dict[str, Any]] = yaml.safe_load(AUTOMATIONS.read_text(encoding="utf-8"))
    return found


def test_the_automations_are_in_place(whole_house: WholeHouse) -> None:
    """Placing a house puts each automation of the file on its server, switched on and as it is written."""
    placed = {each.name: each for each in talk_to(whole_house, lambda client: client.read_automations())}
    for data in written():
        meant = AutomationCore.model_validate(data)
        there = placed[meant.name]
        assert there.enabled
        assert there.trigger.model_dump(exclude={"id"}) == meant.trigger.model_dump(exclude={"id"})
        assert [each.type for each in there.actions] == [each.type for each in meant.actions]


def test_silence_is_longer_than_three_signs_of_life() -> None:
    """A run that is only slow isn't taken for dead: at least three signs must be missing."""
    settings = (ROOT / "deployments" / "server.env").read_text(encoding="utf-8").splitlines()
    (beat,) = (int(line.partition("=")[2]) for line in settings if line.startswith("PREFECT_FLOWS_HEARTBEAT_FREQUENCY"))
    assert all(data["trigger"]["within"] >= 3 * beat for data in written())


def test_a_run_that_died_in_silence_is_marked_as_crashed(whole_house: WholeHouse) -> None:
    """Its process killed and no worker watching: the same automation, with the shortest silence, ends the run."""
    (data,) = written()
    tagged = {"prefect.resource.role": "tag", "prefect.resource.id": f"prefect.tag.{TAG}"}
    quick = data | {"name": "quick", "trigger": data["trigger"] | {"within": SHORTEST, "match_related": tagged}}
    talk_to(whole_house, lambda client: client.create_automation(AutomationCore.model_validate(quick)))
    command = [sys.executable, "-m", "tests.deployments.doomed"]
    with subprocess.Popen(command, cwd=ROOT, env=whole_house.environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        number = UUID(process.stdout.readline().decode().strip())
        beat = f"event = 'prefect.flow-run.heartbeat' AND resource_id = 'prefect.flow-run.{number}'"

        def it_lives() -> None:
            assert rows_of(whole_house, "events", beat) > 0

        try:
            eventually(it_lives)
        finally:
            process.kill()
    assert state(whole_house, number) == "Running"

    def it_is_crashed() -> None:
        assert state(whole_house, number) == "Crashed"

    eventually(it_is_crashed, seconds=90)


def state(house: WholeHouse, number: UUID) -> str:
    """The state the server shows of a run."""
    found = talk_to(house, lambda client: client.read_flow_run(number)).state
    return (found.name if found else None) or ""
