"""The fault matrix: each switch of the stand-in × each kind of operation → our error, calls made, and whether it was done.

`docs/mail-faults.md` shows it to operations; a test holds the page against this, and this against the stand-in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from connectors.mail.errors import (
    MailAuthFailed,
    MailBlocked,
    MailChanged,
    MailThrottled,
    MailUnavailable,
)
from sandbox.exchange.faults import Switch


class Kind(StrEnum):
    """Operations by what a second time would do."""

    ASK = "list, search, read, mark"
    MAKE = "make a folder"
    ACT = "mark a mail that must not have changed, move, save a draft, delete"
    SEND = "send a draft"


@dataclass(frozen=True)
class Outcome:
    """What becomes of one operation while the fault lasts.

    Attributes:
        error: What it raises; None where it succeeds all the same.
        calls: How often the server was called.
        done: Whether the server did it; None where that depends on the moment.
        or_works: Whether the moment also decides if there is an error at all.
    """

    error: type[Exception] | None
    calls: int
    done: bool | None = False
    or_works: bool = False


@dataclass(frozen=True)
class Row:
    """One fault. `seconds` goes into the back-off; `operations` are those it can be met with, where not all."""

    switch: Switch
    meaning: str
    outcomes: dict[Kind, Outcome]
    seconds: float = 0.0
    operations: tuple[str, ...] = ()


def _row(
    switch: Switch,
    meaning: str,
    error: type[Exception],
    *,
    asks: int = 1,
    acts: int = 1,
    makes: Outcome | None = None,
    sends: type[Exception] | None = None,
    done: bool | None = False,
    seconds: float = 0.0,
) -> Row:
    outcomes = {
        Kind.ASK: Outcome(error, asks, done),
        Kind.MAKE: makes or Outcome(error, asks, done),
        Kind.ACT: Outcome(error, acts, done),
        Kind.SEND: Outcome(sends or error, 1, done),
    }
    return Row(switch, meaning, outcomes, seconds)


def _rows(asks: int, *, unanswered: Outcome, late: Outcome) -> tuple[Row, ...]:
    """The rows that differ only in how often the backend asks, and in a folder that was made without an answer.

    Args:
        asks: How often it asks what may be asked again.
        unanswered: What comes of making a folder whose answer is always lost.
        late: The same, where the answer always comes too late.
    """
    lost = "the connection is lost after the work"
    return (
        _row(Switch.THROTTLED, "429 with 90 s", MailThrottled, seconds=90),
        _row(Switch.UNAUTHORIZED, "401", MailAuthFailed),
        _row(Switch.FORBIDDEN, "403", MailBlocked),
        _row(Switch.UNAVAILABLE_BEFORE, "503", MailUnavailable, asks=asks),
        _row(Switch.UNAVAILABLE_AFTER, "503 after the work", MailUnavailable, asks=asks, makes=unanswered, done=True),
        _row(Switch.DROP_BEFORE, "the connection is lost", MailUnavailable, asks=asks),
        _row(Switch.DROP_AFTER, lost, MailUnavailable, asks=asks, makes=unanswered, done=True),
        _row(Switch.SLOW, "no answer in time", MailUnavailable, asks=asks, makes=late, done=None),
        _STALE,
        _CHANGED,
    )


_CHANGED = Row(
    Switch.WRONG_ETAG,
    "a colleague changed the mail a moment ago",
    {Kind.ACT: Outcome(MailChanged, 1)},
    operations=("mark with a version",),
)


_STALE = Row(
    Switch.GONE,
    "the token is too old: the whole folder is listed again",
    {Kind.ASK: Outcome(None, 2, done=True)},
    operations=("changes",),
)
EWS = (
    _row(Switch.BUSY, "`ErrorServerBusy` with 2 s", MailThrottled, asks=3, seconds=2),
    _row(Switch.BUSY, "`ErrorServerBusy` with 90 s", MailThrottled, seconds=90),
    _row(Switch.THROTTLED, "429 with 2 s", MailThrottled, asks=3, seconds=2),
    _row(Switch.UNAVAILABLE_BEFORE, "503 with 2 s", MailThrottled, asks=3, seconds=2),
    *_rows(
        3,
        unanswered=Outcome(None, 1, done=True),  # it looks for the folder before each attempt
        late=Outcome(MailUnavailable, 3, done=None, or_works=True),
    ),
)
GRAPH = (
    _row(Switch.BUSY, "429 with 2 s", MailThrottled, asks=4, acts=4, seconds=2),
    _row(Switch.UNAVAILABLE_BEFORE, "503 with 2 s", MailThrottled, asks=4, sends=MailUnavailable, seconds=2),
    *_rows(
        4,
        unanswered=Outcome(MailUnavailable, 4, done=True),
        late=Outcome(MailUnavailable, 4, done=None),
    ),
)
TABLES = {"ews": EWS, "graph": GRAPH}
TITLES = {"ews": "Exchange Server", "graph": "Exchange Online"}


def as_markdown() -> Iterator[str]:
    """The tables of the page, line by line."""
    for backend, rows in TABLES.items():
        yield f"## {TITLES[backend]}"
        yield ""
        yield "| The server | " + " | ".join(kind.capitalize() for kind in Kind) + " |"
        yield "|---|" + "---|" * len(Kind)
        for row in rows:
            cells = " | ".join(_cell(kind, row.outcomes.get(kind)) for kind in Kind)
            yield f"| {row.meaning} | {cells} |"
        yield ""


def _cell(kind: Kind, outcome: Outcome | None) -> str:
    if outcome is None:
        return "–"
    calls = "1 call" if outcome.calls == 1 else f"{outcome.calls} calls"
    result = "works" if outcome.error is None else f"`{outcome.error.__name__}`"
    if outcome.or_works:
        return f"works, or {result} after {calls}"
    if kind is Kind.ASK or outcome.error is None:
        return f"{result}, {calls}"
    done = {True: "**done**", False: "not done", None: "perhaps done"}[outcome.done]
    return f"{result}, {calls}, {done}"
