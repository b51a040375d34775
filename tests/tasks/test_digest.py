"""A unit's mail of the day: once, with numbers and a link, and only when something waits and people are at work."""

from datetime import date, timedelta
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, update

from connectors.mail.opening import open_mailbox
from connectors.mail.port import Folder
from flows.sager_der_venter import sager_der_venter
from gevinst.codes import Code
from gevinst.desk.digest import QUEUE
from gevinst.errors import BusinessError
from gevinst.items.answers import answer
from gevinst.items.case import Case
from gevinst.items.choices import Choice
from gevinst.settings import settings
from gevinst.store import clock
from gevinst.store.tables import items
from tasks.digest import UNITS_TO_TELL
from tasks.forms import RunForm, RunKind
from tests.gevinst.core import put, register_potential
from tests.gevinst.core import run as run_cases
from tests.gevinst.web.office import set_clock
from tests.orchestrator import Ran, run_flow

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

UNIT = "Pension og Ydelser"


@pytest.fixture
def unit(database: Engine, house: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """It is Friday 20 November 2026; the unit has an address, and colleagues open the pages somewhere."""
    profile = yaml.safe_load(settings().profile_file.read_text(encoding="utf-8"))
    file = house / "profile.yaml"
    file.write_text(yaml.safe_dump(profile | {"unit_addresses": {UNIT: "pension@eksempel.example"}}), encoding="utf-8")
    monkeypatch.setenv("GEVINST_PROFILE_FILE", str(file))
    monkeypatch.setenv("GEVINST_PUBLIC_URL", "https://gevinst.eksempel.example")
    register_potential(database)
    set_clock(date(2026, 11, 20))
    return database


def hand_over(engine: Engine, count: int) -> list[int]:
    """So many cases a person must look at."""
    numbers = [put(engine, f"{count}-{each}", navn="Agnes Ahornblad") for each in range(count)]

    def ask(_: Case) -> None:
        raise BusinessError(Code.UNKNOWN_CITIZEN, candidates=("Agnes Ahornblad",))

    run_cases(engine, ask)
    return numbers


def run(kind: RunKind = RunKind.REAL) -> Ran:
    """Start the process."""
    return run_flow(sager_der_venter, RunForm(initialer="DRIFT", art=kind))


def sent() -> list[EmailMessage]:
    """What was sent."""
    with open_mailbox("projektkontor", read_only=True) as box:
        found = []
        for mail in box.mails(Folder.SENT):
            with box.mime(mail.id) as stream:
                found.append(message_from_binary_file(stream, policy=policy.default))
    return found


@pytest.mark.usefixtures("orchestrator")
def test_a_unit_is_told_once_a_day(unit: Engine) -> None:
    """How many, how many overdue, the oldest and the link; no name, no number, no reason; the next day it is told anew."""
    run()
    assert sent() == []
    numbers = hand_over(unit, 3)
    clock.offset.microseconds += 3 * 86_400 * clock.MICROSECONDS  # Monday
    with unit.begin() as connection:
        connection.execute(update(items).where(items.c.id == numbers[0]).values(due_at=clock.host_now_us() - 1))
    run(RunKind.DRY)
    assert sent() == []
    run()
    run()
    (mail,) = sent()
    assert (mail["To"], mail["Subject"]) == ("pension@eksempel.example", "3 sager venter på svar")
    text = mail.get_content()
    for said in (
        f"3 sager venter på svar i {UNIT}.",
        "Den ældste kom til jer 20. november 2026 (3 dage siden).",
        "1 sag har overskredet fristen.",
        "https://gevinst.eksempel.example/sager?enhed=Pension+og+Ydelser",
    ):
        assert said in text
    assert not [word for word in ("Agnes", "GEV", "Borgeren", "helbred") if word in text]
    clock.offset.microseconds += 86_400 * clock.MICROSECONDS
    run()
    assert len(sent()) == 2


@pytest.mark.parametrize("day", [date(2026, 11, 21), date(2026, 12, 24), date(2026, 12, 25)])
def test_nobody_is_told_on_a_day_nobody_is_at_work(unit: Engine, day: date) -> None:
    """A Saturday, Christmas Eve, Christmas."""
    hand_over(unit, 1)
    set_clock(day)
    assert list(UNITS_TO_TELL.read()) == []
    set_clock(date(2026, 12, 23))
    assert len(list(UNITS_TO_TELL.read())) == 1


@pytest.mark.usefixtures("orchestrator")
def test_what_was_answered_before_the_mail_went_is_not_told(unit: Engine) -> None:
    """Taken in while mail was down, and answered since; and yesterday's mail isn't sent today."""
    (number,) = hand_over(unit, 1)
    assert UNITS_TO_TELL.take_in(QUEUE) == 1
    with unit.begin() as connection:
        answer(connection, f"{number}-1", Choice.DONE_BY_ME, initials="ABC")
    run()
    hand_over(unit, 2)
    clock.offset.microseconds += timedelta(days=3) // timedelta(microseconds=1)
    assert UNITS_TO_TELL.take_in(QUEUE) == 1
    clock.offset.microseconds += timedelta(days=1) // timedelta(microseconds=1)
    run()
    assert [mail["Subject"] for mail in sent()] == ["2 sager venter på svar"]


@pytest.mark.usefixtures("orchestrator")
def test_without_an_address_of_the_pages_the_run_says_what_to_set(
    unit: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail without its link helps nobody; a unit without an address is no reason to fail."""
    hand_over(unit, 1)
    monkeypatch.delenv("GEVINST_PUBLIC_URL")
    ran = run()
    assert ran.state.is_failed()
    assert "GEVINST_PUBLIC_URL" in str(ran.state.message)
    monkeypatch.delenv("GEVINST_PROFILE_FILE")
    clock.offset.microseconds += 3600 * clock.MICROSECONDS
    assert run().state.is_completed()
    assert sent() == []
