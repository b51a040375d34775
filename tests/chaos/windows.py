"""The moments in which a worker is struck, by name, and the places that belong to each."""

from tests.chaos.orders import How

TRANSACTIONS = {
    "intake": "_put_in",
    "claim": "_claim",
    "keep": "keep_file",
    "checkpoint": "_save",
    "intent": "carry_out",
    "fence": "ownership",
    "receipt": "_keep",
    "ask": "_ask",
    "complete": "_complete",
}
"""Each write transaction of the commit path, and the function that begins it. Its places: between every two statements."""

ACTS = {
    "register": ("before", "leaving", "answered", "after"),
    "file": ("before", "leaving", "answered", "after"),
    "draft": ("before", "uncommitted", "after"),
    "send": ("before", "uncommitted", "after"),
    "digitalpost": ("before", "written", "after"),
    "mark": ("before", "uncommitted", "after"),
    "move": ("before", "uncommitted", "after"),
}
"""Each act outside: right before, with the request about to leave, saved and not answered, right after."""

RANDOM, POSTGRESQL, DROPPED = "random", "postgresql", "dropped"
BROWSER, SUSPENDED = "browser", "suspended"
SYSTEM_TROUBLE = "trouble"

BROWSER_PLACES = ("register:leaving", "register:answered", "file:leaving", "file:answered")
SUSPENSIONS = (
    "_save:begin",
    "carry_out:begin",
    "register:before",
    "file:before",
    "send:before",
    "digitalpost:before",
    "_keep:begin",
    "_complete:begin",
)
"""Outside any transaction, and never between the fence's last question and the request: what a worker suspended right
there does on waking is the one thing no fence can stop (see the operations guide)."""

WITHIN_TRANSACTIONS = ("_save:2", "_keep:2", "_complete:3")
"""In the middle of one, with the item's row locked: PostgreSQL ends such a transaction, and others claim past it. On
SQLite, which is for one host, it holds up everybody for as long as it stands."""

KILLING = (RANDOM, *TRANSACTIONS, *ACTS, BROWSER, POSTGRESQL)
"""The windows in which a process dies; in the others nothing dies but something is cut off or stands still."""


def window_places(seen: set[str]) -> dict[str, tuple[str, ...]]:
    """The places of every window: those of acts are known, those of transactions are what a rehearsal passed."""
    found = {name: tuple(f"{name}:{moment}" for moment in moments) for name, moments in ACTS.items()}
    for name, function in TRANSACTIONS.items():
        found[name] = tuple(sorted(place for place in seen if place.rpartition(":")[0] == function))
    return found


def how_at(place: str) -> How:
    """A request about to leave is killed a moment later: so it is also killed under way."""
    return How.KILL_SOON if place.endswith(":leaving") else How.KILL
