"""Starting a run through the door: in one's own name, by the form's rules, and with nothing the form doesn't ask for."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from gevinst.store.tables import audit, audit_outcomes, staff
from tests.gevinst.core import put
from tests.gevinst.door.visitors import CASEWORKER, OPERATIONS, OTHER_UNIT
from tests.tasks.door.prefect_house import PrefectHouse


def start(house: PrefectHouse, initials: str, unit: str = "ours", **body: Any) -> httpx.Response:
    """Press *Submit* with this body; by default a right one."""
    deployment = (house.ours if unit == "ours" else house.theirs).deployment
    order = {"parameters": {"bestilling": {"initialer": "XYZ", "antal": 5}}} | body
    with house.as_colleague(initials) as visitor:
        return visitor.client.post(f"/api/deployments/{deployment}/create_flow_run", json=order)


def test_a_run_bears_the_name_of_who_started_it(prefect_house: PrefectHouse) -> None:
    """Whatever initials were typed: as parameter, as tag, and in the audit with the run it made."""
    answer = start(prefect_house, CASEWORKER)
    assert answer.status_code == 201, answer.text
    run = prefect_house.worker.get(f"/flow_runs/{answer.json()['id']}").json()
    assert run["parameters"] == {"bestilling": {"initialer": CASEWORKER, "antal": 5}}
    assert f"startet af {CASEWORKER}" in run["tags"]
    with prefect_house.engine.connect() as connection:
        who = connection.execute(
            select(staff.c.initials, audit.c.route, audit.c.deployment)
            .join(audit, audit.c.staff_id == staff.c.id)
            .join(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .where(audit_outcomes.c.flow_run == run["id"])
        ).one()
    assert tuple(who) == (CASEWORKER, "POST /deployments/{id}/create_flow_run", prefect_house.ours.name)


def test_the_initials_are_filled_in_where_nothing_was(prefect_house: PrefectHouse) -> None:
    """A form that is sent without them is signed all the same."""
    answer = start(prefect_house, CASEWORKER, parameters={})
    assert answer.json()["parameters"] == {"bestilling": {"initialer": CASEWORKER}}


@pytest.mark.parametrize(
    "more",
    [
        {"enforce_parameter_schema": False, "parameters": {"bestilling": {"fritekst": "hej"}}},
        {"enforce_parameter_schema": False, "parameters": {"andet": 1}},
        {"parameters": {"bestilling": "nej"}},
        {"parameters": {"bestilling": {"initialer": "xyz"}}},
    ],
)
def test_the_forms_rules_cant_be_switched_off(prefect_house: PrefectHouse, more: dict[str, Any]) -> None:
    """The UI has a switch for it; what the form doesn't know is refused before anything runs."""
    assert start(prefect_house, CASEWORKER, **more).status_code in (409, 422)


@pytest.mark.parametrize(
    "more",
    [
        {"job_variables": {"env": {"PYTHONPATH": "/tmp/ond"}}},
        {"job_variables": {"command": "rm -rf /"}},
        {"parent_task_run_id": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_only_operations_says_how_it_is_run(prefect_house: PrefectHouse, more: dict[str, Any]) -> None:
    """What the worker's process is given is no caseworker's to say."""
    answer = start(prefect_house, CASEWORKER, **more)
    assert (answer.status_code, "Kun driften" in answer.text) == (403, True)
    assert start(prefect_house, OPERATIONS, **more).status_code != 403


def test_name_tags_and_state_are_not_a_visitors_to_choose(prefect_house: PrefectHouse) -> None:
    """A name could be anybody's; a tag of another unit would show the run there; a state would say that it is done."""
    more = {"name": "Agnes Ahornblad", "tags": ["Borgerservice"], "state": {"type": "COMPLETED"}, "labels": {"x": "y"}}
    more |= {"work_queue_name": "en anden"}
    answer = start(prefect_house, CASEWORKER, **more)
    run = prefect_house.worker.get(f"/flow_runs/{answer.json()['id']}").json()
    assert run["name"] != "Agnes Ahornblad"
    assert "Borgerservice" not in run["tags"]
    assert run["state_type"] == "SCHEDULED"
    assert "x" not in run["labels"]
    assert run["work_queue_name"] != "en anden"


def test_a_later_time_may_be_chosen(prefect_house: PrefectHouse) -> None:
    """As the form offers it."""
    later = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2026-12-24T07:00:00Z"}}
    answer = start(prefect_house, CASEWORKER, state=later)
    assert answer.json()["state"]["state_details"]["scheduled_time"].startswith("2026-12-24T07:00:00")


@pytest.mark.parametrize("typed", ["0702481239", "070248-1239", 1702481239, {"x": ["070248 1239"]}])
def test_a_cpr_number_is_refused_before_it_is_kept(prefect_house: PrefectHouse, typed: object) -> None:
    """Parameters are stored as they are typed; the answer says what to do instead."""
    answer = start(prefect_house, CASEWORKER, parameters={"bestilling": {"antal": typed}})
    assert (answer.status_code, "CPR-nummer" in answer.text) == (422, True)


@pytest.mark.parametrize(
    "parameters",
    [
        {"bestilling": {"__prefect_kind": "json", "value": '{"sag": 1, "initialer": "XYZ"}'}},
        {"bestilling": {"initialer": {"__prefect_kind": "json", "value": '"XYZ"'}}},
        {"bestilling": {"initialer": {"__prefect_kind": "jinja", "template": "{{ 'XYZ' }}"}}},
        {"bestilling": {"antal": {"__prefect_kind": "workspace_variable", "variable_name": "hemmelig"}}},
        {"bestilling": {"liste": [{"__prefect_kind": "none"}]}},
    ],
)
def test_what_prefect_would_replace_after_the_door_has_looked_is_refused(
    prefect_house: PrefectHouse, parameters: dict[str, Any]
) -> None:
    """Another's initials, another unit's case, or operations' variables could lie in it; for nobody is it let through."""
    for initials in (CASEWORKER, OPERATIONS):
        answer = start(prefect_house, initials, parameters=parameters)
        assert (answer.status_code, "enkeltvis" in answer.text) == (422, True)


def test_another_units_deployment_is_not_there(prefect_house: PrefectHouse) -> None:
    """To start it, or to see that it is there: for operations it is."""
    assert start(prefect_house, CASEWORKER, "theirs").status_code == 404
    assert start(prefect_house, OTHER_UNIT, "theirs").status_code == 201
    assert start(prefect_house, OPERATIONS, "theirs").status_code == 201


def test_an_answer_is_for_items_of_ones_own_unit(prefect_house: PrefectHouse) -> None:
    """By the form as well as by our page: another unit's number, or none, is refused; operations answers for nobody."""
    item = put(prefect_house.engine)
    for initials, number, status in (
        (CASEWORKER, item, 201),
        (CASEWORKER, item + 1000, 404),
        (CASEWORKER, "1", 404),
        (CASEWORKER, True, 404),
        (OPERATIONS, item, 404),
    ):
        answer = start(prefect_house, initials, parameters={"bestilling": {"sag": number}})
        assert answer.status_code == status, (initials, number, answer.text)


def test_a_schedule_places_its_runs(prefect_house: PrefectHouse) -> None:
    """What most runs come from: the versions in the lock work together here."""
    schedule = {"schedule": {"cron": "0 7 * * *", "timezone": "Europe/Copenhagen"}, "active": True}
    declared = {"name": "efter-plan", "flow_id": prefect_house.theirs.flow, "tags": ["Borgerservice"]}
    made = prefect_house.worker.post("/deployments/", json={**declared, "schedules": [schedule]})
    assert made.is_success, made.text
    placed = prefect_house.worker.post(f"/deployments/{made.json()['id']}/schedule", json={"max_runs": 3})
    assert placed.is_success, placed.text
    search = {"deployments": {"id": {"any_": [made.json()["id"]]}}}
    runs = prefect_house.worker.post("/flow_runs/filter", json=search).json()
    assert len(runs) >= 3
    assert {run["auto_scheduled"] for run in runs} == {True}


def test_nobody_starts_what_they_may_not(prefect_house: PrefectHouse) -> None:
    """The log controller and the project office have no unit here."""
    for initials in ("LOG", "PRO"):
        assert start(prefect_house, initials).status_code == 404
