"""What our own pages ask of the orchestrator that lies behind the door; whoever mounts it answers, by its own rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from gevinst.door.person import Person


class RunState(StrEnum):
    """Where a run is, as people read it."""

    WAITING = "venter"
    RUNNING = "i gang"
    COMPLETED = "færdig"
    FAILED = "fejlet"
    CRASHED = "gået ned"
    CANCELLED = "annulleret"

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes of it."""
        return self not in (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True)
class Limits:
    """How many cases a run may be asked to take: at least, at most, and what stands there already."""

    least: int
    most: int
    usual: int


@dataclass(frozen=True)
class Startable:
    """A deployment somebody may start.

    Attributes:
        id: The orchestrator's.
        title: What the process is called, in Danish.
        description: What it does, in Danish.
        limits: Where it is ordered as a run or a dry run of so many cases; None where it has a form of its own.
        next_at: When its schedule starts it next, UTC, microseconds; None where no time is set.
        form: The address of its own form.
    """

    id: str
    title: str
    description: str
    limits: Limits | None
    next_at: int | None
    form: str


@dataclass(frozen=True)
class Order:
    """A run that is asked for.

    Attributes:
        deployment: The deployment's id.
        is_dry: Whether nothing may be saved.
        most: Cases at most.
        key: Two orders with one key are one run: a button that is clicked twice.
    """

    deployment: str
    is_dry: bool
    most: int
    key: str


@dataclass(frozen=True)
class RunLine:
    """A run in a list.

    Attributes:
        id: The orchestrator's.
        title: What the process is called, in Danish.
        state: Where it is.
        began_at: When it began, or is to; UTC, microseconds.
        ended_at: When it was over.
        is_scheduled: Whether a schedule started it.
        is_dry: Whether nothing may be saved; None where it isn't ordered that way.
        most: Cases at most; None where it isn't ordered that way.
    """

    id: str
    title: str
    state: RunState
    began_at: int
    ended_at: int | None
    is_scheduled: bool
    is_dry: bool | None
    most: int | None


@dataclass(frozen=True)
class Note:
    """What a run left to be read. `text` is Markdown; where it left a table there is none, and `rows` by heading."""

    title: str
    text: str = ""
    rows: Sequence[dict[str, str]] = ()


@dataclass(frozen=True)
class RunPage:
    """One run.

    Attributes:
        line: As the list has it.
        tags: Of its deployment: units and potentials.
        step: What it does at this moment, in Danish; empty where that isn't known.
        notes: What it left: the words first, then the tables.
        link: Its page in the orchestrator.
    """

    line: RunLine
    tags: frozenset[str]
    step: str
    notes: tuple[Note, ...]
    link: str


class Declined(Exception):
    """The orchestrator says no, or doesn't answer: `sentence` in Danish, and the HTTP status it comes to."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(status)
        self.sentence = sentence
        self.status = status


class Orchestrator(Protocol):
    """What is asked in a visitor's name, from a thread. Another unit's is answered as what isn't there."""

    def startable(self, person: Person) -> Sequence[Startable]:
        """The deployments they may start, by title.

        Raises:
            Declined: It doesn't answer.
        """
        ...

    def start(self, person: Person, order: Order) -> str:
        """Start a run in their name; its id.

        Raises:
            Declined: It isn't theirs, the order is none, or it doesn't answer.
        """
        ...

    def latest(self, person: Person, most: int) -> Sequence[RunLine]:
        """The runs of their deployments that have begun or should have, the latest first.

        Raises:
            Declined: It doesn't answer.
        """
        ...

    def run(self, person: Person, run: str) -> RunPage:
        """One of these runs.

        Raises:
            Declined: There is none, or it isn't theirs; or it doesn't answer.
        """
        ...
