"""Every route of the Prefect in the lock has a rule, and each rule holds: asked route by route, as each role."""

import json
import re
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from gevinst.store.tables import audit
from tasks.door.routes import ANYONE, NARROWED, NARROWED_RUNS, OPERATIONS_CHANGE, OPERATIONS_READ, OWN, ROUTES
from tasks.door.rules import CONFINING
from tests.gevinst.door.visitors import CASEWORKER, LOG_CONTROLLER, OFFICE, OPERATIONS, OTHER_UNIT, audited
from tests.tasks.door.prefect_house import WORKER, Belongings, PrefectHouse, wait_for_deployment

SEARCHED = (*NARROWED, *NARROWED_RUNS)
NOBODYS = "00000000-0000-4000-8000-000000000000"
_SOCKETS = [route.removeprefix("WS ") for route in ROUTES if route.startswith("WS ")]
_ASKED = sorted(route for route in ROUTES if not route.startswith("WS "))
SEARCHES = [
    {},
    {"deployments": None},
    {"deployments": {}},
    {"deployments": {"id": {"any_": ["THEIRS"]}}},
    {"deployments": {"id": {"any_": ["OURS", "THEIRS"]}}},
    {"deployments": {"id": {"not_any_": ["OURS"]}}},
    {"deployments": {"tags": {"all_": ["Borgerservice"]}}},
    {"deployments": {"operator": "or_", "id": {"any_": ["OURS"]}, "tags": {"all_": ["Borgerservice"]}}},
    {"flow_runs": {"id": {"any_": ["THEIR RUN"]}}},
    {"flow_runs": {"operator": "or_", "id": {"any_": ["THEIR RUN"]}}},
    {"flow_runs": {"id": {"any_": ["OUR RUN", "THEIR RUN"]}}},
    {"flow_runs": {"operator": "or_", "id": {"any_": ["OUR RUN"]}, "tags": {"all_": ["Borgerservice"]}}},
    {"task_runs": {"flow_run_id": {"any_": ["OUR RUN"]}}},
    {"artifacts": {"flow_run_id": {"any_": ["OUR RUN"]}}},
    {"task_runs": {"flow_run_id": {"operator": "or_", "any_": ["OUR RUN"], "is_null_": True}}},
    {"task_runs": {"operator": "or_", "flow_run_id": {"any_": ["OUR RUN"]}, "name": {"like_": "trin"}}},
    {"artifacts": {"operator": "or_", "flow_run_id": {"any_": ["OUR RUN"]}, "type": {"any_": ["markdown"]}}},
    {"flow_runs": {"operator": "or_", "deployment_id": {"any_": ["THEIRS"]}, "tags": {"is_null_": True}}},
]
"""What somebody might ask for who wants another unit's; by itself and with our own."""


@pytest.fixture(scope="module")
def declared(prefect_house: PrefectHouse) -> set[str]:
    """What the installed Prefect declares, by its own description."""
    from prefect.server.api.server import API_ROUTERS, create_app

    assert prefect_house
    paths = create_app(ephemeral=True).openapi()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    sockets = [route.path for router in API_ROUTERS for route in router.routes if "WebSocket" in type(route).__name__]
    return routes | {f"WS {path}" for path in sockets}


def test_every_route_of_the_locked_prefect_has_one_rule(declared: set[str]) -> None:
    """A new version's new route is in no list: somebody decides whose it is, before it is let through."""
    assert set(ROUTES) == declared
    lists = [*ANYONE, *NARROWED, *NARROWED_RUNS, *OPERATIONS_READ, *OPERATIONS_CHANGE, *OWN]
    assert len(lists) == len(set(lists))


def test_each_search_reads_the_parts_it_may_be_confined_by(prefect_house: PrefectHouse) -> None:
    """Prefect passes over a part that a route doesn't declare, so a run that is named there confines nothing."""
    from prefect.server.api.server import create_app

    assert prefect_house
    api = create_app(ephemeral=True).openapi()
    for route in NARROWED_RUNS:
        body = api["paths"][route.removeprefix("POST ")]["post"]["requestBody"]["content"]["application/json"]["schema"]
        name = (body.get("$ref") or next(each["$ref"] for each in body["anyOf"] if "$ref" in each)).rpartition("/")[2]
        declared = set(api["components"]["schemas"][name]["properties"])
        searched_for = next(each for each in CONFINING if f"/{each}/" in route)
        assert {part for part, _ in CONFINING[searched_for]} | {"deployments"} <= declared, route


def test_no_list_lets_caseworkers_change_anything_but_start_a_run() -> None:
    """Blocks, variables, automations, deletes and every other change are operations'."""
    others = set(ANYONE) | set(SEARCHED) | set(OWN)
    forbidden = re.compile(r"block|variable|concurrency|saved_search|work_queues|/events|set_state|bulk")
    assert [route for route in others if forbidden.search(route)] == []
    assert {route for route in others if route.split()[0] in ("DELETE", "PUT", "PATCH")} == set()
    posts = {route for route in others if route.startswith("POST")} - set(SEARCHED)
    assert posts == {
        "POST /ui/schemas/validate",
        "POST /deployments/{id}/create_flow_run",
        "POST /logs/filter",
        "POST /ui/flow_runs/count-task-runs",
        "POST /work_pools/filter",
    }


@pytest.fixture(scope="module")
def caseworker(prefect_house: PrefectHouse) -> Iterator[httpx.Client]:
    """Of *Pension og Ydelser*."""
    with prefect_house.as_colleague(CASEWORKER) as visitor:
        yield visitor.client


@pytest.mark.parametrize("route", _ASKED)
def test_a_caseworker_never_sees_another_units_anything(
    prefect_house: PrefectHouse, caseworker: httpx.Client, route: str
) -> None:
    """By every route, with its own ids, another's and nobody's: no name and no id of the other unit is in an answer.

    Another's thing and one that isn't there are answered alike, and what operations alone may do is refused.
    """
    method, path = route.split(" ")
    answers = {
        whose: ask(caseworker, method, path, of)
        for whose, of in (("ours", prefect_house.ours), ("theirs", prefect_house.theirs), ("nobody's", None))
    }
    for whose, answer in answers.items():
        seen = [mark for mark in prefect_house.theirs.marks if mark in told(answer)]
        assert seen == [], f"{route} ({whose}): {answer.text[:200]}"
        if route in OPERATIONS_READ or route in OPERATIONS_CHANGE:
            assert answer.status_code == 403
    if "{" in path and route in OWN and "automations" not in route:
        theirs, nobodys = answers["theirs"], answers["nobody's"]
        assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text)
        assert theirs.status_code == 404
        if not route.startswith("POST"):
            assert answers["ours"].is_success, answers["ours"].text


def test_what_is_theirs_is_found(prefect_house: PrefectHouse, caseworker: httpx.Client) -> None:
    """The positive control: each search finds what it would find of the own unit."""
    ours = prefect_house.ours
    for path, mark in (
        ("/flows/filter", ours.flow),
        ("/deployments/filter", ours.deployment),
        ("/flow_runs/filter", ours.runs[0]),
        ("/task_runs/filter", ours.task_runs[0]),
        ("/artifacts/filter", ours.artifacts[0]),
    ):
        assert mark in caseworker.post(f"/api{path}", json={}).text, path
    of_run = {"logs": {"flow_run_id": {"any_": [ours.runs[0]]}}}
    assert f"linje af {ours.name}" in caseworker.post("/api/logs/filter", json=of_run).text
    assert prefect_house.theirs.flow in prefect_house.worker.post("/flows/filter", json={}).text


def test_what_each_page_asks_for_is_answered_with_next_to_nothing_and_leaves_no_line(
    prefect_house: PrefectHouse, caseworker: httpx.Client
) -> None:
    """Refused, each of the UI's pages would ask for the server's settings for ever, and fill the audit with it."""
    before = len(audited(prefect_house.engine))
    told = {"server": {"analytics_enabled": False, "ui": {"show_promotional_content": False}}}
    assert caseworker.get("/api/admin/settings").json() == told
    assert caseworker.post("/api/work_pools/filter", json={}).json() == []
    assert audited(prefect_house.engine)[before:] == []


@pytest.mark.parametrize("route", SEARCHED)
def test_no_search_reaches_beyond_the_own_unit(
    prefect_house: PrefectHouse, caseworker: httpx.Client, route: str
) -> None:
    """However it is put: a count counts the own ones at most, a list lists none of the others'."""
    path = route.split(" ")[1]
    own = {"deployments": {"id": {"any_": [prefect_house.ours.deployment]}}}
    for search in SEARCHES:
        text = json.dumps(search)
        for mark, value in (
            ("THEIR RUN", prefect_house.theirs.runs[0]),
            ("OUR RUN", prefect_house.ours.runs[0]),
            ("THEIRS", prefect_house.theirs.deployment),
            ("OURS", prefect_house.ours.deployment),
        ):
            text = text.replace(mark, value)
        body = json.dumps(json.loads(text) | EXTRA.get(route, {}))
        for kind in ("application/json", "text/plain", "application/octet-stream"):
            answer = caseworker.post(f"/api{path}", content=body, headers={"Content-Type": kind})
            assert answer.status_code in (200, 403, 422), answer.text
            assert [mark for mark in prefect_house.theirs.marks if mark in told(answer)] == [], (search, kind)
        if answer.status_code == 200 and isinstance(answer.json(), int):
            assert answer.json() <= prefect_house.worker.post(path, json=own).json(), search


@pytest.mark.parametrize("route", SEARCHED)
def test_a_search_finds_what_a_worker_finds_of_the_own_unit(
    prefect_house: PrefectHouse, caseworker: httpx.Client, route: str
) -> None:
    """No more and no less, also where the answer is a number or a picture of times."""
    path, extra = route.split(" ")[1], EXTRA.get(route, {})
    own = {"deployments": {"id": {"any_": [prefect_house.ours.deployment]}}}
    seen, there = (
        client.post(f"{start}{path}", json=body | extra)
        for client, start, body in ((caseworker, "/api", {}), (prefect_house.worker, "", own))
    )
    assert (seen.status_code, there.status_code) == (200, 200), seen.text
    if path != "/flow_runs/lateness":  # how late they are is another number each moment
        assert steady(seen.json()) == steady(there.json())


def steady(answer: object) -> object:
    """An answer without what differs between two moments."""
    moving = {
        "lateness",
        "estimated_run_time",
        "estimated_start_time_delta",
        "sum_estimated_run_time",
        "sum_estimated_lateness",
    }
    if isinstance(answer, list):
        return sorted((steady(each) for each in answer), key=str)
    if isinstance(answer, dict):
        return {name: steady(value) for name, value in answer.items() if name not in moving}
    return answer


def test_runs_without_number_are_not_looked_up_one_by_one(
    prefect_house: PrefectHouse, caseworker: httpx.Client
) -> None:
    """Each would be a question to Prefect's database, and a body holds thousands."""
    ours = [prefect_house.ours.runs[0]]
    for number, status in ((1, 200), (201, 403)):
        answer = caseworker.post("/api/ui/flow_runs/count-task-runs", json={"flow_run_ids": ours * number})
        assert answer.status_code == status
        found = caseworker.post("/api/flow_runs/filter", json={"flow_runs": {"id": {"any_": ours * number}}})
        assert [each["id"] for each in found.json()] == ours


@pytest.mark.parametrize("kind", ["application/json", "text/plain", ""])
def test_the_log_of_another_units_run_is_not_read_beside_ones_own(
    prefect_house: PrefectHouse, caseworker: httpx.Client, kind: str
) -> None:
    """A search that names one run of theirs finds that one's lines, whatever the body is said to be."""
    body = json.dumps({"logs": {"flow_run_id": {"any_": [prefect_house.ours.runs[0]]}}})
    answer = caseworker.post("/api/logs/filter", content=body, headers={"Content-Type": kind} if kind else {})
    assert f"linje af {prefect_house.ours.name}" in answer.text
    assert f"linje af {prefect_house.theirs.name}" not in answer.text


def test_nobody_reads_operations_variables_through_a_forms_rules(
    prefect_house: PrefectHouse, caseworker: httpx.Client
) -> None:
    """Prefect puts a variable in the place of such a value, and quotes it in what it says of it."""
    assert prefect_house.worker.post("/variables/", json={"name": "hemmelig", "value": "kodeordet"}).is_success
    values = {"x": {"__prefect_kind": "workspace_variable", "variable_name": "hemmelig"}}
    asked = {"schema": {"type": "object", "properties": {"x": {"type": "integer"}}}, "values": values}
    answer = caseworker.post("/api/ui/schemas/validate", json=asked)
    assert (answer.status_code, "kodeordet" in answer.text) == (422, False)


def test_a_number_typed_for_an_id_is_not_kept_for_ever(prefect_house: PrefectHouse) -> None:
    """The audit can't be changed, so what is no id doesn't reach it."""
    with prefect_house.as_colleague(OPERATIONS) as visitor:
        for path in ("/api/deployments/070248-1239/create_flow_run", "/api/deployments/070248-1239/pause_deployment"):
            assert visitor.client.post(path, json={}).status_code in (404, 422)
    with prefect_house.engine.connect() as connection:
        assert not [row for row in connection.execute(select(audit)) if "070248" in str(row)]


def test_a_run_of_everybodys_is_seen_by_who_started_it_alone(prefect_house: PrefectHouse) -> None:
    """Colleagues of every unit may start it; an answer about a case of one unit is no other unit's to read."""
    declared = {"name": "for-alle", "flow_id": prefect_house.ours.flow, "tags": ["Alle enheder"]}
    number = prefect_house.worker.post("/deployments/", json=declared).json()["id"]
    with prefect_house.as_colleague(CASEWORKER) as mine, prefect_house.as_colleague(OTHER_UNIT) as other:
        for colleague in (mine, other):
            wait_for_deployment(colleague.client, number)
        run = mine.client.post(f"/api/deployments/{number}/create_flow_run", json={"parameters": {}}).json()["id"]
        assert mine.client.get(f"/api/flow_runs/{run}").status_code == 200
        assert other.client.get(f"/api/flow_runs/{run}").status_code == 404
        named = {"flow_runs": {"id": {"any_": [run]}}}
        assert run in mine.client.post("/api/flow_runs/filter", json=named).text
        for search in ({}, named):
            assert run not in other.client.post("/api/flow_runs/filter", json=search).text


def test_operations_sees_and_does_everything_and_it_is_written_down(prefect_house: PrefectHouse) -> None:
    """A change with who made it; what is only looked at leaves no line."""
    with prefect_house.as_colleague(OPERATIONS) as visitor:
        before = len(audited(prefect_house.engine))
        assert prefect_house.theirs.flow in visitor.client.post("/api/flows/filter", json={}).text
        assert visitor.client.get("/api/admin/settings").is_success
        made = visitor.client.post("/api/variables/", json={"name": "drift_a", "value": "1"})
        assert made.status_code == 201
        gone = visitor.client.delete(f"/api/variables/{made.json()['id']}")
        assert gone.status_code == 204
    assert audited(prefect_house.engine)[before:] == [
        (OPERATIONS, "drift", "POST /variables/", 201),
        (OPERATIONS, "drift", "DELETE /variables/{id}", 204),
    ]


def test_the_project_office_has_its_own_deployments_and_the_log_controller_none(prefect_house: PrefectHouse) -> None:
    """Neither sees a unit's."""
    for initials in (OFFICE, LOG_CONTROLLER):
        with prefect_house.as_colleague(initials) as visitor:
            found = visitor.client.post("/api/deployments/filter", json={}).json()
            assert {each["name"] for each in found} <= {"for-alle"}
            assert visitor.client.get(f"/api/flow_runs/{prefect_house.ours.runs[0]}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/api/v1/flows", "/api/flows", "/api/openapi.json", "/api/docs", "/api/metrics", "/docs"]
)
def test_what_nobody_declared_is_there_for_nobody(prefect_house: PrefectHouse, path: str) -> None:
    """Not for operations and not for a worker either."""
    with prefect_house.as_colleague(OPERATIONS) as visitor:
        assert visitor.client.get(path).status_code == 404
    assert prefect_house.worker.get(path.removeprefix("/api")).status_code in (401, 404)


@pytest.mark.parametrize("path", _SOCKETS)
def test_a_websocket_is_operations_or_a_workers(prefect_house: PrefectHouse, path: str) -> None:
    """Nobody signed in, a caseworker, or another page's script in a colleague's browser: none gets one."""
    address = prefect_house.url.replace("http", "ws") + f"/api{path.replace('{work_pool_name}', 'x')}"
    subprotocols = ["prefect"]
    origin = prefect_house.url
    with prefect_house.as_colleague(CASEWORKER) as theirs, prefect_house.as_colleague(OPERATIONS) as drift:
        refused = (
            ({}, origin),
            ({"Cookie": f"gevinst={theirs.token}"}, origin),
            ({"Cookie": f"gevinst={drift.token}"}, "https://evil.example"),
            ({"Cookie": f"gevinst={drift.token}"}, None),
            ({"X-Gevinst-Worker": "gaettet"}, None),
        )
        for headers, coming_from in refused:
            with pytest.raises(InvalidStatus):
                connect(address, additional_headers=headers, origin=coming_from, subprotocols=subprotocols, proxy=None)
        for headers in ({"Cookie": f"gevinst={drift.token}"}, {"X-Gevinst-Worker": WORKER.encode().decode("latin-1")}):
            coming_from = origin if "Cookie" in headers else None
            with connect(
                address, additional_headers=headers, origin=coming_from, subprotocols=subprotocols, proxy=None
            ) as socket:
                socket.send(json.dumps({"type": "auth", "token": None}))
                assert json.loads(socket.recv())["type"] == "auth_success"


def told(answer: httpx.Response) -> str:
    """What an answer says; one that refuses a body repeats to its sender what was sent."""
    return "" if answer.status_code == 422 else answer.text


EXTRA: dict[str, dict[str, object]] = {
    "POST /ui/task_runs/dashboard/counts": {"task_runs": {"start_time": {"after_": "2026-11-01T00:00:00Z"}}},
    "POST /ui/schemas/validate": {"schema": {}, "values": {}},
} | {
    route: {
        "history_start": "2026-11-01T00:00:00Z",
        "history_end": "2026-12-31T00:00:00Z",
        "history_interval_seconds": 86400,
    }
    for route in SEARCHED
    if route.endswith("s/history") and "/ui/" not in route
}


def ask(client: httpx.Client, method: str, path: str, of: Belongings | None) -> httpx.Response:
    """The route with somebody's ids in it; a body that any search understands."""
    ids = {
        "/flows/": of.flow if of else NOBODYS,
        "/deployments/": of.deployment if of else NOBODYS,
        "/task_runs/": of.task_runs[0] if of else NOBODYS,
        "/artifacts/": of.artifacts[0] if of else NOBODYS,
    }
    run = of.runs[0] if of else NOBODYS
    ids |= {"/flow_runs/": run}
    number = next((value for part, value in ids.items() if path.startswith((part, f"/ui{part}"))), "x")
    address = path.replace("{id}", number).replace("{deployment_name}", of.name if of else "findes-ikke")
    address = address.replace("{flow_name}", f"flow-{of.name}" if of else "findes-ikke")
    address = re.sub(r"\{\w+\}", number, address)
    query = {"flow_run_id": run} if path == "/flow_run_states/" else None
    body = {"flow_run_ids": [run], "logs": {"flow_run_id": {"any_": [run]}}, **EXTRA.get(f"{method} {path}", {})}
    if path in ("/logs/filter", "/ui/flow_runs/count-task-runs"):
        body = {name: value for name, value in body.items() if name == ("logs" if "logs" in path else "flow_run_ids")}
    return client.request(method, f"/api{address}", params=query, json=None if method == "GET" else body)
