"""What the robot does: one row for each fault, one column for each step of the write. docs/browser-faults.md shows it."""

from dataclasses import dataclass
from enum import StrEnum

from sandbox.web.faults import Fault


class Step(StrEnum):
    """Of a guarded write."""

    LOOK = "look"
    PREPARE = "prepare"
    WRITE = "write"
    VERIFY = "verify"


class End(StrEnum):
    """What the item says afterwards."""

    DONE = "done"
    LATER = "new"
    UNCERTAIN = "to a person: look first"
    FAILED = "failed"


@dataclass(frozen=True)
class Cell:
    """The end of one fault at one step: how many cases the system may hold, and what the item says."""

    registered: tuple[int, ...]
    end: End

    def __str__(self) -> str:
        return f"{' or '.join(map(str, self.registered))}, {self.end}"


DONE = Cell((1,), End.DONE)
LATER = Cell((0,), End.LATER)
FAILED = Cell((0,), End.FAILED)
NOTHING = Cell((0,), End.UNCERTAIN)
UNSEEN = Cell((1,), End.UNCERTAIN)
TWICE = Cell((2,), End.UNCERTAIN)
PERHAPS = Cell((0, 1), End.UNCERTAIN)

KILLED = "the browser is killed"


@dataclass(frozen=True)
class Row:
    """One fault, the first request of the step it strikes."""

    fault: Fault | str
    says: str
    cells: dict[Step, Cell]
    systems: tuple[str, ...] = ("pension", "finance")
    fenced: bool = True


def _row(fault: Fault | str, says: str, *cells: Cell | None, systems: str = "", fenced: bool = True) -> Row:
    by_step = {step: cell for step, cell in zip(Step, cells, strict=True) if cell is not None}
    return Row(fault, says, by_step, (systems,) if systems else Row.systems, fenced)


TABLE = (
    _row(Fault.DROP_BEFORE_SAVE, "the connection is lost before it saved", None, None, NOTHING, None),
    _row(Fault.DROP_AFTER_SAVE, "the connection is lost after it saved", None, None, DONE, None),
    _row(
        Fault.DROP_BEFORE_SAVE,
        "lost before it saved, without the fence: the browser sends it again",
        None,
        None,
        DONE,
        None,
        fenced=False,
    ),
    _row(
        Fault.DROP_AFTER_SAVE,
        "lost after it saved, without the fence: the browser sends it again",
        None,
        None,
        TWICE,
        None,
        fenced=False,
    ),
    _row(Fault.ERROR_500, "an error of the server's", LATER, LATER, NOTHING, UNSEEN),
    _row(Fault.EXPIRE_SESSION, "the session has expired", DONE, DONE, NOTHING, DONE),
    _row(Fault.NOTICE, "a notice comes up at sign-in", DONE, None, None, None),
    _row(Fault.SLOW, "slow", DONE, DONE, DONE, DONE),
    _row(Fault.CHANGED_LABEL, "a field or column has another name", None, FAILED, None, None),
    _row(Fault.SEARCH_IGNORES, "the search shows everything", FAILED, None, None, None),
    _row(Fault.MAINTENANCE, "closed for maintenance", LATER, LATER, NOTHING, UNSEEN, systems="pension"),
    _row(Fault.MFA, "a second factor is asked for", LATER, None, None, None, systems="finance"),
    _row(KILLED, KILLED, LATER, LATER, PERHAPS, UNSEEN),
)


def as_markdown() -> str:
    """The table of the page."""
    lines = ["| What happens | Look | Prepare | Write | Verify |", "|---|---|---|---|---|"]
    for row in TABLE:
        only = f" ({row.systems[0]} only)" if len(row.systems) == 1 else ""
        cells = " | ".join(str(row.cells.get(step, "–")) for step in Step)
        lines.append(f"| {row.says}{only} | {cells} |")
    return "\n".join(lines)
