"""The choke point: what Prefect's client sends is clean, and otherwise exactly what it was."""

import json

import httpx
import prefect
import pytest
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger

from gevinst.errors import ConfigurationError
from gevinst.redaction import MASK, NAME_MASK, known_personal
from tasks.choke_point import PROVEN_ON, _redacted, clean_body, install_choke_point
from tasks.safety import make_safe
from tests.orchestrator import run_flow

NAME, CPR = "Åse Ærøskov", "070248-1239"


def test_every_text_in_a_json_body_is_cleaned() -> None:
    """Values, lists, names of fields, and JSON inside a text; numbers, null and the rest keep their kind."""
    body = {
        "data": [f"CPR {CPR}", {"deep": CPR.replace("-", "")}],
        CPR: 1,
        "inside": json.dumps({"cpr": CPR}),
        "count": 2026,
        "share": 0.5,
        "nothing": None,
        "on": True,
    }
    assert json.loads(clean_body(json.dumps(body).encode())) == {
        "data": [f"CPR {MASK}", {"deep": MASK}],
        MASK: 1,
        "inside": json.dumps({"cpr": MASK}),
        "count": 2026,
        "share": 0.5,
        "nothing": None,
        "on": True,
    }


def test_a_known_name_is_cleaned_while_its_case_is_in_hand() -> None:
    """However JSON writes its letters; before and after, nobody knows it is one."""
    for body in (json.dumps({"name": NAME.upper()}), json.dumps({"name": NAME}, ensure_ascii=False)):
        with known_personal((NAME,)):
            assert json.loads(clean_body(body.encode())) == {"name": NAME_MASK}
        assert clean_body(body.encode()) == body.encode()


@pytest.mark.parametrize(
    ("body", "clean"),
    [
        (f"cpr={CPR}".encode(), f"cpr={MASK}".encode()),
        (b"{broken " + CPR.encode(), b"{broken " + MASK.encode()),
        (b"\xff\xfe " + CPR.encode(), b"\xff\xfe " + MASK.encode()),
    ],
)
def test_a_body_that_is_no_json_is_cleaned_as_text(body: bytes, clean: bytes) -> None:
    """Forms, broken JSON, and bytes that are no text at all."""
    assert clean_body(body) == clean


@pytest.mark.parametrize(
    "body", [b"", b"{}", b'{"a":  1}', b'{"id": "a062edda-3f1b-411e-b5d9-5edf73d57d62"}', b"\x1f\x8b\xff\x00"]
)
def test_a_request_with_nothing_to_mask_is_the_very_same(body: bytes) -> None:
    """Neither spaces nor unreadable bytes nor run ids are touched."""
    request = httpx.Request("POST", "http://server/api", content=body)
    assert _redacted(request, body) is request
    assert clean_body(body) == body


def test_a_cleaned_request_keeps_everything_but_its_body() -> None:
    """Address, headers and time limits stay, and the length is the new body's."""
    body = json.dumps({"message": f"borger {CPR}"}).encode()
    request = httpx.Request(
        "PATCH",
        "http://server/api/x?y=1",
        headers={"X-Csrf": "token", "Content-Type": "application/json", "Content-Length": str(len(body))},
        content=body,
        extensions={"timeout": {"read": 5}},
    )
    sent = _redacted(request, body)
    assert json.loads(sent.content) == {"message": f"borger {MASK}"}
    assert (sent.method, str(sent.url)) == ("PATCH", "http://server/api/x?y=1")
    assert (sent.headers["X-Csrf"], sent.headers["Content-Type"]) == ("token", "application/json")
    assert sent.headers.get_list("Content-Length") == [str(len(sent.content))]
    assert sent.extensions == {"timeout": {"read": 5}}


def test_another_prefect_than_the_proven_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrapped isn't public: on another version nobody knows what would leave."""
    monkeypatch.setattr(prefect, "__version__", "3.9.0")
    with pytest.raises(ConfigurationError, match=rf"Prefect is 3\.9\.0 and .* {PROVEN_ON}"):
        install_choke_point()


@flow
def careless(message: str) -> None:
    """A process that writes what it holds wherever it can."""
    get_run_logger().warning("borger %s", message)
    create_markdown_artifact(markdown=f"# {message}", description=f"om {message}")

    @task(name=f"Slå {message} op")
    def look_up() -> None:
        raise ValueError(message)

    look_up(return_state=True)
    raise RuntimeError(message)


@pytest.mark.usefixtures("orchestrator")
def test_a_careless_flow_leaves_nothing_on_the_server() -> None:
    """Log line, artifact, task name and both errors are there, each without the number and the name."""
    make_safe()
    with known_personal((NAME,)):
        ran = run_flow(careless, f"{NAME} {CPR}", steps=1)
    assert ran.everything.count(f"{NAME_MASK} {MASK}") >= 5
    assert [text for text in (NAME, CPR, CPR.replace("-", "")) if text in ran.everything] == []
    assert ran.state.is_failed()
