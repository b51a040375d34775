"""Our own pages about runs on the real Prefect: what they show is what it says, by the same rules as its own interface."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pytest
from prefect.utilities.callables import parameter_schema
from sqlalchemy import select

from flows.helbredstillaeg import helbredstillaeg
from gevinst.store.tables import audit, audit_outcomes, staff
from tests.gevinst.door.visitors import CASEWORKER, OPERATIONS, OTHER_UNIT, Visitor, audited, visiting
from tests.tasks.door.prefect_house import OURS, PrefectHouse, wait_for_deployment

TITLE = helbredstillaeg.name
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
START = "POST /deployments/{id}/create_flow_run"


@dataclass(frozen=True)
class Cases:
    """A deployment that takes the form of runs and dry runs, as a worker and as a caseworker have it."""

    house: PrefectHouse
    id: str
    caseworker: Visitor

    def order(self, visitor: Visitor, **changes: str) -> httpx.Response:
        """Click on the page."""
        form = {"csrf": visitor.csrf(), "noegle": uuid4().hex, "proces": self.id, "art": "proevekoersel", "antal": "25"}
        return visitor.client.post("/koersler/start", data=form | changes)

    def started(self) -> str:
        """A run, by its number."""
        answer = self.order(self.caseworker)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].rpartition("/")[2]

    def put_in(self, run: str, state: str) -> None:
        """A worker says where a run is."""
        body = {"state": {"type": state}, "force": True}
        assert self.house.worker.post(f"/flow_runs/{run}/set_state", json=body).is_success

    def made(self, path: str, **body: Any) -> Any:
        """A worker makes something."""
        answer = self.house.worker.post(path, json=body)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture(scope="session")
def deployment(prefect_house: PrefectHouse) -> str:
    """The real form, a plan for each morning, and a description in Danish."""
    worker = prefect_house.worker
    flow = worker.post("/flows/", json={"name": TITLE}).json()["id"]
    body = {
        "name": "helbredstillaeg",
        "flow_id": flow,
        "tags": [OURS, "P-042"],
        "description": "Robotten afgør ingenting.",
        "parameter_openapi_schema": parameter_schema(helbredstillaeg).model_dump_for_openapi(),
        "enforce_parameter_schema": True,
    }
    made = worker.post("/deployments/", json=body)
    assert made.is_success, made.text
    number = str(made.json()["id"])
    _plan(prefect_house, {"flow_id": flow, "deployment_id": number, "name": "efter plan"})
    with prefect_house.as_colleague(CASEWORKER) as visitor:
        wait_for_deployment(visitor.client, number)
    return number


def _plan(house: PrefectHouse, body: dict[str, Any]) -> None:
    """A run that a schedule has put in place for tomorrow at seven. The mark of that no program may set but Prefect itself."""
    day = (datetime.now(COPENHAGEN) + timedelta(days=1)).replace(hour=7, minute=0, second=0, microsecond=0)
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": day.isoformat()}}
    made = house.worker.post("/flow_runs/", json={**body, "state": state})
    assert made.is_success, made.text
    database = Path(str(house.engine.url.database)).parent / "prefect" / "prefect.db"
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        marked = connection.execute("UPDATE flow_run SET auto_scheduled = 1 WHERE id = ?", [made.json()["id"]])
        assert marked.rowcount == 1


@pytest.fixture
def cases(prefect_house: PrefectHouse, deployment: str) -> Iterator[Cases]:
    """With a caseworker of its unit."""
    with visiting(prefect_house.url, CASEWORKER) as visitor:
        yield Cases(prefect_house, deployment, visitor)


def test_what_may_be_started_stands_there_in_danish(cases: Cases) -> None:
    """The process by its title, with the plan's next time and the form's bounds; what takes another form has a link to it."""
    text = cases.caseworker.client.get("/koersler").text
    part = text[text.index(f"<h3>{TITLE}</h3>") :].partition("</article>")[0]
    assert "Robotten afgør ingenting." in part
    assert re.search(r"Kører selv næste gang \d+\. \w+ \d{4} kl\. 07\.00", part)
    assert re.search(r'min="1" max="500" value="200"', part)
    other = cases.house.ours
    assert f'href="/v2/deployments/deployment/{other.deployment}/run"' in text
    assert not [mark for mark in cases.house.theirs.marks if mark in text]


def test_a_click_starts_a_run_in_ones_own_name(cases: Cases) -> None:
    """By the same rule as Prefect's own form: parameters, tag, our table of starts, and the audit."""
    run = cases.started()
    found = cases.house.worker.get(f"/flow_runs/{run}").json()
    ordered = {"art": "prøvekørsel (intet gemmes)", "antal": 25, "initialer": CASEWORKER}
    assert found["parameters"] == {"bestilling": ordered}
    assert f"startet af {CASEWORKER}" in found["tags"]
    assert audited(cases.house.engine)[-1] == (CASEWORKER, "sagsbehandler", START, 201)
    text = cases.caseworker.client.get(f"/koersler/{run}").text
    assert all(each in text for each in (TITLE, "Venter", "prøvekørsel: intet gemmes", f"<dd>{CASEWORKER}</dd>"))
    assert f'href="/v2/runs/flow-run/{run}"' in text
    assert f'href="/koersler/{run}"' in cases.caseworker.client.get("/koersler").text


def test_a_double_click_starts_one_run(cases: Cases) -> None:
    """The key goes on to Prefect; it is one's own, so that a colleague who knew it would get another run."""
    key = uuid4().hex
    first, second = cases.order(cases.caseworker, noegle=key), cases.order(cases.caseworker, noegle=key)
    assert first.headers["location"] == second.headers["location"]
    with visiting(cases.house.url, OPERATIONS) as colleague:
        other = cases.order(colleague, noegle=key)
    assert other.headers["location"] != first.headers["location"]
    with cases.house.engine.connect() as connection:
        rows = connection.execute(
            select(staff.c.initials)
            .join(audit, audit.c.staff_id == staff.c.id)
            .join(audit_outcomes, audit_outcomes.c.audit_id == audit.c.id)
            .where(audit_outcomes.c.flow_run == first.headers["location"].rpartition("/")[2])
        )
        assert set(rows.scalars()) == {CASEWORKER}


@pytest.mark.parametrize("most", ["0", "501", "999999"])
def test_what_the_form_doesnt_allow_starts_nothing(cases: Cases, most: str) -> None:
    """Prefect's check of the form is ours; its English is not shown."""
    answer = cases.order(cases.caseworker, antal=most)
    assert (answer.status_code, "Bestillingen passer ikke til processen." in answer.text) == (409, True)


def test_a_run_is_followed_from_waiting_to_its_receipt(cases: Cases) -> None:
    """State, the step it is at, and in the end what it left; the page fetches news until it is over."""
    run = cases.started()
    client = cases.caseworker.client
    cases.put_in(run, "RUNNING")
    step = {"name": "Slå borgeren op-1f2", "task_key": "x", "dynamic_key": "0", "state": {"type": "RUNNING"}}
    cases.made("/task_runs/", flow_run_id=run, **step)
    answer = client.get(f"/koersler/{run}")
    assert (answer.headers["refresh"], "I gang" in answer.text) == ("3", True)
    assert "<dd>Slå borgeren op</dd>" in answer.text
    table = '[{"Sag": "ny mail 1", "Ville ske": "ville blive klaret af robotten"}]'
    cases.made("/artifacts/", flow_run_id=run, type="table", description="Prøvekørsel", data=table)
    cases.made("/artifacts/", flow_run_id=run, type="markdown", description="Resultatet", data="### Et **ord**")
    cases.put_in(run, "COMPLETED")
    answer = client.get(f"/koersler/{run}")
    assert "refresh" not in answer.headers
    assert all(each in answer.text for each in ("Færdig", "<h3>Et <strong>ord</strong></h3>", "ny mail 1"))
    assert answer.text.index("Resultatet") < answer.text.index("ny mail 1")


@pytest.mark.parametrize(
    ("state", "danish"),
    [("FAILED", "fejlet"), ("CRASHED", "gået ned"), ("CANCELLED", "annulleret"), ("PENDING", "venter")],
)
def test_every_state_has_its_danish_word(cases: Cases, state: str, danish: str) -> None:
    """In the list and on the run's page."""
    run = cases.started()
    cases.put_in(run, state)
    row = re.search(rf"<tr>(?:(?!<tr>).)*?{run}.*?</tr>", cases.caseworker.client.get("/koersler").text, re.DOTALL)
    assert row is not None
    assert danish in row[0]
    assert danish.capitalize() in cases.caseworker.client.get(f"/koersler/{run}").text


def test_another_units_run_is_not_there(cases: Cases) -> None:
    """To start, to see, or to judge: as an id that nobody has, and one that is none."""
    run = cases.started()
    cases.put_in(run, "COMPLETED")
    with visiting(cases.house.url, OTHER_UNIT) as other:
        assert TITLE not in other.client.get("/koersler").text
        answers = [other.client.get(f"/koersler/{each}") for each in (run, uuid4(), "x", f"{run}%20")]
        answers += [cases.order(other), other.client.post(f"/koersler/{run}/mening", data={"csrf": other.csrf()})]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.text for answer in answers}) == 1
    theirs = cases.house.theirs
    assert cases.caseworker.client.get(f"/koersler/{theirs.runs[0]}").status_code == 404
    assert cases.order(cases.caseworker, proces=theirs.deployment).status_code == 404
    with visiting(cases.house.url, OPERATIONS) as operations:
        assert operations.client.get(f"/koersler/{theirs.runs[0]}").status_code == 200


def test_a_deployment_with_another_form_isnt_started_from_here(cases: Cases) -> None:
    """Whoever makes up the request is answered as if it weren't there."""
    assert cases.order(cases.caseworker, proces=cases.house.ours.deployment).status_code == 404
