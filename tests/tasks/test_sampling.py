"""Checking from a form: the run says in Danish whether the answer is saved, and what is left to check."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from prefect.client.orchestration import get_client
from sqlalchemy import Engine

from flows.svar_paa_stikproeve import svar_paa_stikproeve
from gevinst.items.model import label
from gevinst.ledger.human_time import TimeBand
from gevinst.sampling.checking import WhyNot
from gevinst.sampling.words import BREACH, ErrorKind, Result
from tasks.form_address import form_address
from tasks.sample_lines import SAMPLE_FORM
from tasks.sampling import NONE_WAITS, NOT_SAVED, SAVED, SampleForm
from tests.gevinst.core import entries, register_potential
from tests.gevinst.sampling.sampled import completed, sample_of
from tests.orchestrator import Ran, run_flow

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
"""The core proves on both databases what a check does."""


@pytest.fixture
def drawn(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Two cases of the robot's, both in the sample."""
    monkeypatch.setenv("GEVINST_SAMPLE_ONE_IN", "1")
    register_potential(database)
    assert completed(database, "a", "b") == [1, 2]
    return database


@pytest.fixture
def deployed() -> Iterator[str]:
    """The form on the server, with its deployment's id."""
    with get_client(sync_client=True) as client:
        flow_id = client.create_flow(svar_paa_stikproeve)
        deployment = client.create_deployment(flow_id, SAMPLE_FORM.rpartition("/")[2])
        yield str(deployment)
        client.delete_deployment(deployment)


def answer(item: int, result: Result = Result.IN_ORDER, **what: Any) -> Ran:
    """Fill the form in and start it."""
    return run_flow(svar_paa_stikproeve, SampleForm(sag=item, resultat=result, initialer="KON", **what))


def test_a_check_is_saved_and_the_page_says_what_it_costs_and_what_is_left(drawn: Engine) -> None:
    """The time is in the ledger; the case that still waits is named with what to do."""
    ran = answer(1, Result.CORRECTED, fejl=ErrorKind.WRONG_FIELD, tid=TimeBand.FROM_5_TO_15)
    text = ran.artifacts[SAVED]
    assert (ran.state.is_completed(), ran.state.message) == (True, SAVED)
    assert "GEV-1 er kontrolleret: fejl rettet: forkert felt. Tiden til at rette, 10 minutter, er trukket fra" in text
    assert "1 venter på kontrol" in text
    assert "**GEV-2**" in text
    assert entries(drawn)[-1].seconds == 600
    assert NONE_WAITS in answer(2).artifacts[SAVED]


@pytest.mark.parametrize(
    ("item", "what", "why"),
    [
        (4711, {}, WhyNot.UNKNOWN),
        (1, {"result": Result.CORRECTED}, WhyNot.KIND_MISSING),
        (1, {"tid": TimeBand.UNDER_5}, WhyNot.TIME_TOO_MUCH),
    ],
)
def test_what_cannot_be_saved_is_said_with_the_reason(
    drawn: Engine, item: int, what: dict[str, Any], why: WhyNot
) -> None:
    """The run is failed, so that nobody takes it for saved; nothing is changed, and the page says what to do."""
    ran = answer(item, **what)
    assert ran.state.is_failed()
    assert f"Svaret på {label(item)} er ikke gemt. {why}" in ran.artifacts[NOT_SAVED]
    assert all(each.waits for each in sample_of(drawn).values())


def test_a_second_answer_is_refused(drawn: Engine) -> None:
    """The first stands."""
    answer(1)
    ran = answer(1, Result.UNCORRECTED, fejl=ErrorKind.TWICE)
    assert WhyNot.CHECKED in ran.artifacts[NOT_SAVED]
    assert sample_of(drawn)[1].result is Result.IN_ORDER


def test_a_breach_is_said_in_the_same_breath(drawn: Engine) -> None:
    """Whoever finds that something went to the wrong citizen reads at once whom to tell."""
    assert BREACH in answer(1, Result.CORRECTED, fejl=ErrorKind.WRONG_CITIZEN).artifacts[SAVED]


def test_the_numbers_open_the_form_with_the_case_filled_in(drawn: Engine, deployed: str) -> None:
    """The page of the next check is one click away, on whatever server this is."""
    assert deployed in form_address(SAMPLE_FORM)
    link = f"/v2/deployments/deployment/{deployed}/run?parameters=%7B%22svar%22%3A%7B%22sag%22%3A2%7D%7D"
    assert f"[GEV-2]({link})" in answer(1).artifacts[SAVED]


def test_nothing_but_numbers_choices_and_initials_reaches_the_server(drawn: Engine) -> None:
    """What the server keeps of the run is the form's own fields."""
    (parameters,) = json.loads(answer(1).everything)[0]["parameters"].values()
    assert set(parameters) == {"sag", "resultat", "fejl", "tid", "initialer"}
