"""What an idea is made of: closed choices that read as Danish, and numbers that come out exactly."""

import re
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
import yaml

from gevinst.potentials.proposal import Often, Place, Thing, Work, offered_units
from gevinst.potentials.words import ACTIVITIES
from gevinst.profile import load_profile
from tests.gevinst.potentials.proposals import IDEA


@pytest.mark.parametrize(
    ("work", "thing", "place", "title"),
    [
        (Work.REGISTER, Thing.APPLICATIONS, Place.SUBJECT_SYSTEM, "Registrér ansøgninger i fagsystemet"),
        (Work.LOOK_UP, Thing.CITIZENS, Place.REGISTERS, "Slå oplysninger om borgere op i registre (CPR, CVR, BBR)"),
        (Work.ACKNOWLEDGE, Thing.LETTERS, Place.OUTLOOK, "Kvittér for breve og mails i mail og kalender"),
        (Work.GUIDE, Thing.REFUNDS, Place.SELF_SERVICE, "Vejled om refusioner og tilskud i selvbetjeningen"),
        (Work.TRANSFER, Thing.ABSENCE, Place.BETWEEN_SYSTEMS, "Overfør fravær og løn mellem to systemer"),
    ],
)
def test_a_title_reads_as_a_colleague_would_say_it(work: Work, thing: Thing, place: Place, title: str) -> None:
    """Verbs that need a word more get it where it belongs."""
    assert replace(IDEA, work=work, thing=thing, place=place).title == title


def test_every_choice_makes_a_title_of_its_own() -> None:
    """No two choices look the same in the list, and no part of one is left out or stands as a pattern."""
    every = list(product(Work, Thing, Place))
    titles = {replace(IDEA, work=work, thing=thing, place=place).title for work, thing, place in every}
    assert len(titles) == len(every)
    assert not [title for title in titles if re.search(r"[{}]", title)]


def test_the_work_there_are_baselines_for_can_be_proposed() -> None:
    """What is measured later is called as it was proposed."""
    assert set(ACTIVITIES.values()) <= set(Work)


@pytest.mark.parametrize(
    ("times", "often", "minutes", "share", "volume", "seconds"),
    [
        (12, Often.WEEK, 5, 80, 624, 624 * 300 * Fraction(4, 5)),
        (4, Often.DAY, 15, 100, 1000, 900_000),
        (10, Often.MONTH, 3, 33, 120, Fraction(120 * 180 * 33, 100)),
        (1, Often.YEAR, 480, 1, 1, 288),
    ],
)
def test_the_year_is_counted_exactly(
    times: int, often: Often, minutes: int, share: int, volume: int, seconds: Fraction | int
) -> None:
    """Volume is whole, seconds are an exact number that is rounded only where it is shown."""
    idea = replace(IDEA, times=times, often=often, minutes=minutes, share_percent=share)
    assert (idea.volume_per_year, idea.seconds_per_year) == (volume, seconds)


@pytest.mark.parametrize(("minutes", "too_much"), [(96, False), (97, True)])
def test_more_than_a_department_is_a_slip(minutes: int, too_much: bool) -> None:
    """40,000 hours a year can be proposed, and nothing above."""
    idea = replace(IDEA, times=100, often=Often.DAY, minutes=minutes, share_percent=100)
    assert idea.is_too_much is too_much


def test_the_units_are_the_profiles(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it names none, the one department that every profile has."""
    assert offered_units() == (load_profile().department,)
    told = load_profile().model_dump(mode="json") | {"units": ["Borgerservice", "Vej og Park"]}
    (house / "profile.yaml").write_text(yaml.safe_dump(told), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(house / "profile.yaml"))
    assert offered_units() == ("Borgerservice", "Vej og Park")
