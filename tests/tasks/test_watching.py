"""The watch starts one run for all that came, none while one waits or works, and none for what nobody could do."""

import itertools
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import DeploymentScheduleCreate
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.schedules import CronSchedule
from prefect.states import AwaitingRetry, Completed, Running, Scheduled, State
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from connectors.mail.errors import MailAuthFailed, MailThrottled, MailUnavailable
from connectors.mail.local import LocalMailbox
from connectors.mail.opening import open_mailbox
from connectors.mail.port import Mailbox
from gevinst.codes import Code
from gevinst.items.queues import pause_queue
from gevinst.store import clock
from tasks.watching import NEW_POST, TAG, Watch
from tests.tasks.mailroom import MAILBOX, QUEUE, drop, letter, take_in, work_through

pytestmark = [
    pytest.mark.usefixtures("orchestrator"),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
ORDER = {"bestilling": {"initialer": "DRIFT"}}
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def workday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no closing day."""
    monkeypatch.setattr("tasks.watching.is_closing_day", lambda: False)


@pytest.fixture
def client() -> Iterator[SyncPrefectClient]:
    """The orchestrator's client."""
    with get_client(sync_client=True) as opened:
        yield opened


class Deployed:
    """A deployment of the test's own that works the mailbox."""

    def __init__(self, client: SyncPrefectClient, **more: Any) -> None:
        self._client = client
        self.name = f"proces-{next(_numbers)}"
        schedule = DeploymentScheduleCreate(schedule=CronSchedule(cron="0 7 * * 1-5"), active=False, parameters=ORDER)
        made = {"tags": [f"{TAG}{MAILBOX}"], "schedules": [schedule], **more}
        self.id = client.create_deployment(client.create_flow_from_name(self.name), self.name, **made)

    def runs(self) -> list[dict[str, Any]]:
        """Every run there is of it."""
        wanted = {"flow_runs": {"deployment_id": {"any_": [str(self.id)]}}}
        found: list[dict[str, Any]] = self._client.request("POST", "/flow_runs/filter", json=wanted).json()
        return found


@pytest.fixture
def deployed(client: SyncPrefectClient) -> Iterator[Deployed]:
    """One that is gone after the test."""
    made = Deployed(client)
    yield made
    client.delete_deployment(made.id)


def finish(client: SyncPrefectClient, deployed: Deployed) -> None:
    """The runs that wait are worked: post is taken in and every case done."""
    for run in deployed.runs():
        client.set_flow_run_state(run["id"], Completed(), force=True)


def test_all_that_came_is_one_run_ordered_as_the_schedule_orders_it(
    database: Engine, client: SyncPrefectClient, deployed: Deployed
) -> None:
    """Three mails, one run, under the tag that says why it was started; nothing comes, nothing starts."""
    watch = Watch(database)
    assert watch.look() == []
    drop(*(letter(message_id=f"<{number}@x.example>") for number in range(3)))
    assert watch.look() == [deployed.name]
    (run,) = deployed.runs()
    assert (run["parameters"], NEW_POST in run["tags"]) == (ORDER, True)


def test_no_run_is_started_while_one_waits_or_works(
    database: Engine, client: SyncPrefectClient, deployed: Deployed
) -> None:
    """What comes meanwhile is one more run afterwards; what that run's predecessor took in already is none."""
    watch = Watch(database)
    drop(letter(message_id="<1@x.example>"))
    watch.look()
    drop(letter(message_id="<2@x.example>"))
    assert watch.look() == []
    (run,) = deployed.runs()
    client.set_flow_run_state(run["id"], Running(), force=True)
    take_in()
    work_through(database, lambda _case: None)
    assert watch.look() == []
    finish(client, deployed)
    assert watch.look() == []  # the second mail went with the first
    drop(letter(message_id="<3@x.example>"))
    assert watch.look() == [deployed.name]


@pytest.mark.parametrize(
    "state",
    [
        *(State(type=each) for each in (StateType.PENDING, StateType.RUNNING, StateType.PAUSED, StateType.CANCELLING)),
        Scheduled(),
        AwaitingRetry(scheduled_time=datetime.now(tz=UTC) + timedelta(minutes=90)),
    ],
    ids=lambda state: state.name,
)
def test_post_is_left_for_the_run_that_is_under_way(
    database: Engine, client: SyncPrefectClient, deployed: Deployed, state: State
) -> None:
    """Whatever that run waits for itself; when it has ended and the post is still there, another is started."""
    run = client.create_flow_run_from_deployment(deployed.id)
    client.set_flow_run_state(run.id, Running(), force=True)  # one that never began would be cancelled at once
    client.set_flow_run_state(run.id, state, force=True)
    drop(letter())
    watch = Watch(database)
    assert watch.look() == []
    finish(client, deployed)
    assert watch.look() == [deployed.name]


def test_a_run_that_the_schedule_plans_for_later_is_no_reason_to_wait(
    database: Engine, client: SyncPrefectClient, deployed: Deployed
) -> None:
    """Post of the morning isn't left for the afternoon; a run that starts within the minute takes it, though."""
    drop(letter())
    for minutes, started in ((0, []), (90, [deployed.name])):
        finish(client, deployed)
        later = datetime.now(tz=UTC) + timedelta(minutes=minutes)
        client.create_flow_run_from_deployment(deployed.id, state=Scheduled(scheduled_time=later))
        assert Watch(database).look() == started


def test_what_a_run_left_is_worked_by_another(database: Engine, client: SyncPrefectClient, deployed: Deployed) -> None:
    """A run takes a bounded number of cases: without new post, too, the rest has its turn."""
    watch = Watch(database)
    drop(letter(message_id="<1@x.example>"), letter(message_id="<2@x.example>"))
    watch.look()
    take_in()
    finish(client, deployed)
    assert watch.look() == [deployed.name]
    work_through(database, lambda _case: None)
    finish(client, deployed)
    assert watch.look() == []


def test_nothing_is_started_while_the_queue_waits(
    database: Engine, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A system is down: the post is worked when it answers again."""
    drop(letter(message_id="<1@x.example>"))
    take_in()
    with database.begin() as connection:
        pause_queue(connection, QUEUE.name, code=Code.SYSTEM_DOWN, detail="", seconds=60)
    watch = Watch(database)
    assert watch.look() == []
    monkeypatch.setattr(clock.offset, "microseconds", 120 * clock.MICROSECONDS)
    assert watch.look() == [deployed.name]


@pytest.mark.parametrize(
    ("error", "rest"),
    [
        (MailAuthFailed("set the secret mail-x"), 900),
        (MailThrottled(timedelta(seconds=120)), 120),
        (MailUnavailable("it doesn't answer"), 300),
    ],
    ids=["refused", "throttled", "down"],
)
def test_a_mailbox_that_turns_us_away_is_left_alone_for_a_while(
    database: Engine, deployed: Deployed, monkeypatch: pytest.MonkeyPatch, error: Exception, rest: int
) -> None:
    """Trying a password each minute would lock the account, and a server that asks to wait is obeyed; the watch goes on."""
    tried = []

    def refuse(*_arguments: object) -> None:
        tried.append(1)
        raise error

    seconds = [0.0]
    monkeypatch.setattr(LocalMailbox, "changes", refuse)
    watch = Watch(database, clock=lambda: seconds[0])
    for seconds[0] in (0, 60, rest - 1):
        assert watch.look() == []
    assert len(tried) == 1
    seconds[0] = rest + 1
    watch.look()
    assert len(tried) == 2


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("get_client", httpx.ConnectError("nobody listens")),
        ("may_run", OperationalError("SELECT 1", {}, Exception("gone"))),
    ],
    ids=["the orchestrator", "the database"],
)
def test_the_watch_goes_on_when_nobody_answers(
    database: Engine, deployed: Deployed, broken: str, error: Exception
) -> None:
    """Nothing is started meanwhile, and all that came when it answers again."""

    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    watch = Watch(database)
    drop(letter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"tasks.watching.{broken}", fail)
        assert watch.look() == []
    assert watch.look() == [deployed.name]


def test_the_watch_can_change_nothing_in_a_mailbox(
    database: Engine, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens it to read only; taking in is the run's."""
    opened = []

    def noted(mailbox: str, *, read_only: bool = False) -> AbstractContextManager[Mailbox]:
        opened.append(read_only)
        return open_mailbox(mailbox, read_only=read_only)

    monkeypatch.setattr("tasks.watching.open_mailbox", noted)
    drop(letter())
    assert Watch(database).look() == [deployed.name]
    assert opened == [True]


@pytest.mark.parametrize(
    "more", [{}, {"tags": ["P-042"]}, {"schedules": []}], ids=["paused", "no mailbox", "no schedule"]
)
def test_a_deployment_that_is_paused_or_names_no_mailbox_is_left_alone(
    database: Engine, client: SyncPrefectClient, more: dict[str, Any]
) -> None:
    """Pausing it in the UI is enough to stop the watch from starting it."""
    made = Deployed(client, **more)
    if not more:
        client.request("POST", "/deployments/{id}/pause_deployment", path_params={"id": made.id})
    drop(letter())
    assert Watch(database).look() == []
    client.delete_deployment(made.id)


def test_nothing_is_started_on_a_closing_day(
    database: Engine, deployed: Deployed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Post of Christmas Eve is worked on the first day somebody could take a case over."""
    monkeypatch.setattr("tasks.watching.is_closing_day", lambda: True)
    drop(letter())
    watch = Watch(database)
    assert watch.look() == []
    monkeypatch.setattr("tasks.watching.is_closing_day", lambda: False)
    assert watch.look() == [deployed.name]


def test_a_start_that_was_not_written_down_is_made_again(
    database: Engine, deployed: Deployed, client: SyncPrefectClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the two: a run too many finds nothing to do, a run too few would leave post lying."""

    class PulledPlug(BaseException):
        pass

    def die(*_arguments: object) -> None:
        raise PulledPlug

    drop(letter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tasks.watching.remember_start", die)
        with pytest.raises(PulledPlug):
            Watch(database).look()
    assert Watch(database).look() == []  # the run waits
    finish(client, deployed)
    assert Watch(database).look() == [deployed.name]
