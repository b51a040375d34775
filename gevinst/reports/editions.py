"""The editions of a month's report: the same figures are one edition, whenever they are computed, and other figures the next.

Each edition that is to be mailed is an item of a queue of its own, so that it is sent once, whatever happens meanwhile,
and a person is asked where nobody can know. It counts for no potential, so it is in no figure.
"""

import hashlib
import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection, select

from gevinst.items import journal
from gevinst.items.model import Item, Outcome, State
from gevinst.items.queues import Queue, ensure_queue, put_in
from gevinst.keyed_hash import keyed_hash
from gevinst.reports.figures import Figures
from gevinst.reports.sums import Sums
from gevinst.store.tables import items

SEND, KEY = "report", "edition"
"""The act in the journal, and its key."""
_SENT = (Outcome.BY_ROBOT, Outcome.BY_PERSON)


class Edition(BaseModel):
    """One edition, as its item keeps it; nothing personal.

    Attributes:
        month: `YYYY-MM`.
        number: 1 for the first that was sent, or may have been.
        fingerprint: What tells its figures from others.
        subject: What the mail is called.
        text: What the mail says, in Danish.
    """

    model_config = ConfigDict(frozen=True)

    month: str
    number: int
    fingerprint: str
    subject: str = ""
    text: str = ""


QUEUE = Queue("maanedsrapport", potential_id=None, systems=("mail",), payload=Edition)


def fingerprint_of(figures: Figures) -> str:
    """What was registered and harvested up to the month, by which rates and against which target, as one hash.

    What the register expects, what waits on the exceptions list and whether the month is closed move from day to day, and
    make no new edition.
    """
    told = [
        figures.month,
        [[*key, *_told(sums)] for key, sums in sorted(figures.cells.items())],
        [[each.name, each.valid_from, each.value] for each in figures.parameters],
        [figures.harvested.fte, figures.harvested.dkk_a_year, figures.harvested.one_off_dkk],
    ]
    return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _told(sums: Sums) -> Iterator[object]:
    yield from (sums.cases, sums.gross_seconds, sums.provisional_seconds, sums.human_seconds, sums.cost_seconds)
    yield from (sums.cost_ore, sums.net_fte, sums.net_dkk)


def edition_number(connection: Connection, month: str, fingerprint: str) -> int:
    """The number of the latest edition if these are its figures, else the next.

    Figures that return to what an earlier edition had are a new one: whoever has the latest must hear of it. An edition
    that surely never left gives its number away.
    """
    known = editions(connection, month)
    if known and known[-1].payload["fingerprint"] == fingerprint:
        return int(known[-1].payload["number"])
    return 1 + sum(may_be_sent(connection, item) for item in known)


def may_be_sent(connection: Connection, item: Item) -> bool:
    """Whether an edition went out, or nobody can know that it didn't."""
    if item.state is State.COMPLETED:
        return item.outcome in _SENT
    return bool(journal.standing(connection, item.id, SEND, KEY).intent_claims)


def put_edition(connection: Connection, edition: Edition) -> Item:
    """The item of an edition, put in unless the latest has its figures.

    Raises:
        ConfigurationError: The secret `hash-key` is missing.
    """
    ensure_queue(connection, QUEUE)
    known = editions(connection, edition.month)
    if known and known[-1].payload["fingerprint"] == edition.fingerprint:
        return known[-1]
    reference = keyed_hash("month's report", f"{edition.month}\0{len(known)}\0{edition.fingerprint}")
    payload = edition.model_dump(mode="json")
    put_in(connection, QUEUE, reference=reference, content_hash=edition.fingerprint, payload=payload)
    return editions(connection, edition.month)[-1]


def editions(connection: Connection, month: str) -> list[Item]:
    """Every edition of a month, oldest first; there are a few a year."""
    rows = connection.execute(select(items).where(items.c.queue == QUEUE.name).order_by(items.c.id))
    return [Item.from_row(row) for row in rows if row.payload.get("month") == month]
