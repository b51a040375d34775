"""Proposing from the form: the page has a number, what was understood and when an answer comes; a slip changes nothing."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.utilities.schema_tools import validate
from sqlalchemy import Engine

from flows.foreslaa_potentiale import foreslaa_potentiale
from gevinst.potentials.ideas import Idea, list_ideas
from gevinst.profile import load_profile
from gevinst.store.clock import local_date
from gevinst.values.dates import format_date
from tasks.closing_days import working_day_after
from tasks.proposing import ProposalForm
from tests.gevinst.core import register_potential
from tests.orchestrator import Ran, run_flow
from tests.tasks.test_forms import form_of, schema_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_the_server = pytest.mark.usefixtures("orchestrator")
"""The core proves on both databases what a proposal does."""

FILLED_IN = {
    "arbejde": "registrér",
    "ting": "ansøgninger",
    "sted": "i fagsystemet",
    "enhed": "Pension og Ydelser",
    "antal": 12,
    "minutter": 5,
    "andel": 80,
    "initialer": "ABC",
}


@pytest.fixture
def profile(house: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile with units, in which initials say where mail goes."""
    path = house / "profile.yaml"
    told = load_profile().model_dump(mode="json")
    told |= {"units": ["Pension og Ydelser", "Vej og Park"], "staff_address": "{initials}@eksempel.example"}
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(path))
    return path


def propose(**other: Any) -> Ran:
    """Fill the form in and start it."""
    return run_flow(foreslaa_potentiale, ProposalForm.model_validate(FILLED_IN | other))


def ideas(engine: Engine) -> list[Idea]:
    """All there are."""
    with engine.connect() as connection:
        return list_ideas(connection)


@pytest.mark.usefixtures("database", "profile")
def test_the_form_offers_the_profiles_units_and_no_other_text() -> None:
    """What is drawn where the deployment is placed; the server refuses any other choice, and a number out of bounds."""
    assert form_of(foreslaa_potentiale, "forslag")["properties"]["enhed"]["enum"] == [
        "Pension og Ydelser",
        "Vej og Park",
    ]
    schema = schema_of(foreslaa_potentiale)
    assert validate({"forslag": FILLED_IN}, schema) == []
    wrong: list[dict[str, object]] = [
        {"enhed": "Børn og Unge"},
        {"ting": "Agnes Ahornblads sag"},
        {"arbejde": "sov"},
        {"sted": "hjemme"},
        {"antal": 0},
        {"antal": 100_001},
        {"minutter": 481},
        {"andel": 101},
        {"hvor_tit": "tit"},
        {"bemaerkning": "se mail"},
    ]
    assert [each for each in wrong if validate({"forslag": FILLED_IN | each}, schema) == []] == []
    needed = ("arbejde", "ting", "sted", "enhed", "antal", "minutter", "initialer")
    assert not [
        name
        for name in needed
        if validate({"forslag": {k: v for k, v in FILLED_IN.items() if k != name}}, schema) == []
    ]


@on_the_server
@pytest.mark.usefixtures("profile")
def test_the_proposer_reads_number_hours_and_day(database: Engine) -> None:
    """The page says what was understood; the run's own line has the number."""
    register_potential(database)
    ran = propose()
    assert ran.state.is_completed()
    assert ran.state.message == "Dit forslag har nummer P-043"
    text = ran.artifacts["Dit forslag har nummer P-043"]
    (idea,) = ideas(database)
    assert idea.answer_by == working_day_after(local_date(idea.proposed_at), 14)
    for said in (
        "**Registrér ansøgninger i fagsystemet**, Pension og Ydelser",
        "12 om ugen, det er **624 gange om året**",
        "624 gange × 5 min × 80 % = **41,6 timer om året**",
        f"**senest den {format_date(idea.answer_by)}**",
        "Svaret kommer pr. mail.",
    ):
        assert said in text
    (parameters,) = json.loads(ran.everything)[0]["parameters"].values()
    assert set(parameters) == set(FILLED_IN) | {"hvor_tit"}
    assert "@" not in text


@on_the_server
@pytest.mark.usefixtures("profile")
def test_a_second_click_gives_the_number_it_has(database: Engine) -> None:
    """One idea, and the page says that it is known; another with the same title names the first."""
    propose()
    again = propose()
    assert again.state.message == "Du har allerede foreslået det. Dit forslag har nummer P-001"
    assert [idea.potential_id for idea in ideas(database)] == ["P-001"]
    other = propose(minutter=9)
    assert "Hedder det samme i din enhed: P-001." in other.artifacts["Dit forslag har nummer P-002"]


@on_the_server
def test_a_unit_the_profile_has_not_any_more_is_refused(database: Engine, profile: Path) -> None:
    """The form is older than the profile: nothing is saved, and the page names the units there are, not what was sent."""
    ran = propose(enhed="Sundhed og Omsorg")
    assert ran.state.is_failed()
    text = ran.artifacts["Forslaget er ikke gemt"]
    assert "- Vej og Park" in text
    assert "Sundhed" not in text
    assert ideas(database) == []


@on_the_server
def test_more_than_one_process_can_free_is_refused(database: Engine) -> None:
    """A slip of the pen would stand in the expected figure; the page says the hours and what to look at."""
    ran = propose(antal=1200, hvor_tit="om dagen", minutter=15)
    assert ran.state.is_failed()
    assert "Det er 60.000,0 timer om året" in ran.artifacts["Forslaget er ikke gemt"]
    assert ideas(database) == []


@on_the_server
def test_who_has_no_known_address_is_told_so(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """They ask with their number; the time they were promised is the office's setting."""
    monkeypatch.setenv("GEVINST_IDEA_ANSWER_DAYS", "1")
    text = propose().artifacts["Dit forslag har nummer P-001"]
    assert "Vi kender ikke din mailadresse" in text
    (idea,) = ideas(database)
    assert timedelta(0) < idea.answer_by - local_date(idea.proposed_at) < timedelta(days=7)
