"""prefect.yaml holds what the product promises of every deployment: it can be found, is Danish, and takes no free text."""

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect import Flow
from pydantic import BaseModel

from deployments.environment import POOL
from gevinst.items.queues import Queue
from gevinst.settings import ROOT
from tasks.forms import INITIALS
from tasks.receipt import ANSWER_FORM
from tasks.watching import TAG

DEFINITIONS: dict[str, Any] = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS: list[dict[str, Any]] = DEFINITIONS["deployments"]
each_deployment = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda each: each["name"])


def module_and_flow(deployment: dict[str, Any]) -> tuple[Any, Flow[..., Any]]:
    """What the entrypoint names."""
    module, _, name = deployment["entrypoint"].rpartition(".")
    loaded = importlib.import_module(module)
    return loaded, getattr(loaded, name)


def form_of(deployment: dict[str, Any]) -> type[BaseModel]:
    """The model of the flow's one parameter."""
    _, flow = module_and_flow(deployment)
    (parameter,) = inspect.signature(flow.fn, eval_str=True).parameters.values()
    form: type[BaseModel] = parameter.annotation
    return form


@each_deployment
def test_an_entrypoint_is_dotted_and_leads_into_this_repository(deployment: dict[str, Any]) -> None:
    """A file entrypoint would load the module twice; another package's `flows` would run somebody else's code."""
    assert ":" not in deployment["entrypoint"]
    assert "/" not in deployment["entrypoint"]
    module, flow = module_and_flow(deployment)
    assert isinstance(flow, Flow)
    assert Path(module.__file__).is_relative_to(ROOT / "flows")


def test_every_flow_is_deployed() -> None:
    """A file in flows/ that nobody can start is a process the office believes to have."""
    files = {f"flows.{path.stem}" for path in (ROOT / "flows").glob("*.py") if path.stem != "__init__"}
    assert files == {each["entrypoint"].rpartition(".")[0] for each in DEPLOYMENTS}


@each_deployment
def test_the_tag_is_the_potential_the_minutes_count_for(deployment: dict[str, Any]) -> None:
    """The potential a caseworker sees on the deployment is the one its queue posts to."""
    module, _ = module_and_flow(deployment)
    queues = [value for value in vars(module).values() if isinstance(value, Queue)]
    potentials = [queue.potential_id for queue in queues if queue.potential_id is not None]
    assert [tag for tag in deployment["tags"] if tag.startswith("P-")] == potentials


@each_deployment
def test_the_watch_looks_into_the_mailbox_the_flow_works(deployment: dict[str, Any]) -> None:
    """The tag names the flow's own mailbox, and a schedule says what a run for new post is ordered with."""
    module, _ = module_and_flow(deployment)
    mailboxes = [module.MAILBOX] if hasattr(module, "MAILBOX") else []
    assert [tag.removeprefix(TAG) for tag in deployment["tags"] if tag.startswith(TAG)] == mailboxes
    assert deployment.get("schedules") or not mailboxes


@each_deployment
def test_runs_queue_up_in_the_own_pool_and_danish_time(deployment: dict[str, Any]) -> None:
    """A second run waits for the first instead of being thrown away; seven o'clock is seven in Copenhagen."""
    assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
    assert deployment["work_pool"]["name"] == POOL
    assert deployment["description"]
    for schedule in deployment.get("schedules", ()):
        assert schedule["timezone"] == "Europe/Copenhagen"
        assert schedule["slug"]
        (parameters,) = schedule["parameters"].values()
        form_of(deployment).model_validate(parameters)


@each_deployment
def test_a_form_is_one_danish_model(deployment: dict[str, Any]) -> None:
    """Title, help and place of every field are set: only then does the page show them, in Danish and in order."""
    form = form_of(deployment)
    assert issubclass(form, BaseModel)
    assert form.model_config.get("extra") == "forbid"
    assert form.__doc__
    fields = form.model_fields.values()
    assert all(field.title and field.description for field in fields)
    positions = [dict(field.json_schema_extra or {})["position"] for field in fields]  # type: ignore[call-overload]
    assert positions == list(range(len(positions)))


@each_deployment
def test_a_form_takes_no_free_text(deployment: dict[str, Any]) -> None:
    """Parameters are stored in clear: every text is a closed choice or has a pattern, and a number has its bounds."""
    form = form_of(deployment)
    schema = form.model_json_schema()
    choices = schema.get("$defs", {})
    for name, field in schema["properties"].items():
        kind = choices[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
        assert "anyOf" not in kind, f"{name} is optional: the page shows that as an English switch"
        assert kind["type"] in ("string", "integer", "boolean")
        if kind["type"] == "string":
            assert "enum" in kind or kind["pattern"].startswith("^")
            assert "enum" in kind or kind["pattern"].endswith("$")
    assert all(field.default_factory is None for field in form.model_fields.values())


@each_deployment
def test_who_orders_says_so(deployment: dict[str, Any]) -> None:
    """Prefect knows no users: every form asks for initials, and takes nothing longer that could be a name."""
    initials = form_of(deployment).model_fields["initialer"]
    assert initials.is_required()
    assert form_of(deployment).model_json_schema()["properties"]["initialer"]["pattern"] == INITIALS


@each_deployment
def test_no_field_of_a_form_takes_a_cpr_number(deployment: dict[str, Any]) -> None:
    """Neither of the ways a CPR number is written gets past any field."""
    for field in form_of(deployment).model_json_schema()["properties"].values():
        for written in ("010203-4567", "0102034567"):
            assert not ("pattern" in field and re.search(field["pattern"], written))
            assert field.get("type") != "integer" or int(written.replace("-", "")) > field.get("maximum", 10**9)


def test_the_receipts_link_leads_to_a_deployment() -> None:
    """The form that a receipt sends people to is one that is deployed."""
    names = {f"{module_and_flow(each)[1].name}/{each['name']}" for each in DEPLOYMENTS}
    assert ANSWER_FORM in names
