"""A short campaign on both databases; `make chaos` is the long one, over every place and with real browsers."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbox.legacy import state
from tests.chaos.campaign import Campaign
from tests.chaos.counting import count
from tests.chaos.database import new_database
from tests.chaos.house import open_house
from tests.chaos.outside import Outside
from tests.chaos.plan import short_plan
from tests.chaos.report import kills

SEED = 331
PLACES = {
    "intake": ("_put_in:commit", "_put_in:after"),
    "claim": ("_claim:commit", "_claim:after"),
    "checkpoint": ("_save:2", "_save:after"),
    "intent": ("carry_out:commit", "carry_out:after"),
    "receipt": ("_keep:2", "_keep:after"),
    "complete": ("_complete:2", "_complete:20", "_complete:commit", "_complete:after"),
    "register": ("register:leaving", "register:answered"),
    "file": ("file:answered", "file:after"),
    "send": ("send:uncommitted", "send:after"),
    "digitalpost": ("digitalpost:written", "digitalpost:after"),
}


@contextmanager
def campaign(dialect: str, folder: Path) -> Iterator[Campaign]:
    """A campaign in a house of its own, its database's server included."""
    folder.mkdir()
    with new_database(dialect, folder) as (url, server), open_house(folder, url) as house:
        yield Campaign(house, workers=2, seed=SEED, server=server)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_killed_workers_lose_and_double_nothing(dialect: str, tmp_path: Path) -> None:
    """Workers die around every act and in every transaction: each case ends done once, and the ledger is exact."""
    with campaign(dialect, tmp_path / dialect) as chaos:
        plan = short_plan(PLACES, random.Random(SEED), postgresql=dialect == "postgresql")
        chaos.run(plan, seconds=120)
        result = count(chaos.house)
    assert result.wrong == []
    assert chaos.unreached == []
    assert kills(chaos) >= len(PLACES)
    assert result.by_state == {"completed": result.items}


def test_the_counting_sees_what_is_wrong(tmp_path: Path) -> None:
    """A second registration, a letter that is gone and a mail in another folder are each named: the zeros mean something."""
    with campaign("sqlite", tmp_path / "house") as chaos:
        chaos.house.post(3)
        chaos.run([], seconds=60)
        assert count(chaos.house).wrong == []
        first, second, _ = sorted(Outside.read(chaos.house).registrations)
        state.save_registration(chaos.house.pensys, {"reference": first})
        state.save_registration(chaos.house.pensys, {"reference": "GEV-77"})
        (chaos.house.letters / f"{second}-kvittering.xml").unlink()
        result = count(chaos.house)
    assert result.doubled == [f"{first} is registered 2 times", "GEV-77 is registered and no item"]
    assert result.lost == [f"{second} is not posted"]
