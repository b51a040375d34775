"""What the model is made of: plain values, no database. Times are seconds since `START`; words are those of the design."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

START = datetime(2026, 1, 15, 12, 0, 7, tzinfo=UTC)
"""When every story begins. It and the steps of the clock keep clear of midnights and of the ends of leases and waits."""
START_US = int(START.timestamp()) * 1_000_000
"""The same as the database has it."""
GRID_SECONDS = 35
"""The clock moves by multiples of this; every lease, wait and deadline ends between two of them."""
MONTH, DAY, HOUR, LEASE = 74_057, 2_469, 206, 13
"""In steps of the clock; a lease of 300 seconds, or 430 around an act, has run out after 13."""

NEW, HELD, DONE, FAILED, WAITS = "new", "in progress", "completed", "failed", "pending user action"


def day_of(seconds: int) -> date:
    """The calendar day in Copenhagen."""
    return (START + timedelta(seconds=seconds)).astimezone(ZoneInfo("Europe/Copenhagen")).date()


def month_of(seconds: int) -> str:
    """The calendar month in Copenhagen."""
    return day_of(seconds).strftime("%Y-%m")


def month_after(month: str) -> str:
    """The next one."""
    return (date.fromisoformat(f"{month}-28") + timedelta(days=4)).strftime("%Y-%m")


ONE_IN, KEY = 2, b"a key of the tests"


def is_drawn(number: int) -> bool:
    """Whether a completed item comes into the sample, as an auditor with the key finds out."""
    digest = hmac.new(KEY, f"sample\0{number}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:16]) * ONE_IN < 1 << 128


@dataclass(frozen=True)
class QueueOf:
    """A queue of the story."""

    potential: str | None
    systems: tuple[str, ...]
    retention_days: int | None = None


QUEUES = {
    "tillaeg": QueueOf("P-1", ("pension", "mail"), retention_days=20),
    "skat": QueueOf("P-2", ("mail",)),
    "diverse": QueueOf(None, ("pension",)),
}
"""P-1 is in operation from the start; P-2 isn't in the register at first."""


@dataclass
class Credit:
    """What a step saved."""

    units: int
    by_person: bool
    at: int


@dataclass
class Question:
    """A numbered question with its answer."""

    code: str
    asked: int
    act: str | None = None
    candidates: tuple[str, ...] = ()
    choice: str | None = None
    candidate: str | None = None
    case_number: str | None = None
    band: str | None = None
    answered: int = 0


@dataclass
class Line:
    """A line of the journal. An intent has the deadline of its act in seconds; a receipt has data until retention."""

    act: str
    kind: str
    round: int
    claim_no: int
    late: bool = False
    by: str = "robot"
    deadline: int = 0
    has_data: bool = True


@dataclass
class Item:
    """A work item."""

    queue: str
    reference: str
    content: str
    created: int
    potential: str | None
    priority: int = 0
    due: int | None = None
    defer: int | None = None
    parent: int | None = None
    state: str = NEW
    code: str | None = None
    outcome: str | None = None
    claim_no: int = 0
    attempts: int = 0
    lease: int | None = None
    finished: int | None = None
    neutralised: bool = False
    history: dict[int, str | None] = field(default_factory=dict)
    checkpoints: set[str] = field(default_factory=set)
    credits: dict[str, Credit] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    journal: list[Line] = field(default_factory=list)
    notes: int = 0
    run: str | None = None
    is_other_content: bool = False
    drawn: bool = False
    found: tuple[str, ...] = ()
    found_at: int = 0

    def round(self, act: str) -> int:
        """1, and one more for each time a person let the robot write again."""
        return max((line.round for line in self.journal if line.act == act), default=1)


@dataclass(frozen=True)
class Claim:
    """Who holds, or once held, an item."""

    item: int
    claim_no: int


@dataclass(frozen=True)
class How:
    """How a case ends: the class of the error by what the design says of it."""

    kind: str
    code: str = ""
    after: int = 0
    system: str = ""
    act: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ended:
    """What the run is told of an ending."""

    state: str | None
    outcome: str | None = None
    code: str | None = None
    stops_run: bool = False
    tells: bool = False


class No(Exception):
    """The model refuses; nothing has changed."""


class Lost(Exception):
    """The claim is no longer the item's."""


class Unsure(Exception):
    """An act outside may or may not have happened."""
