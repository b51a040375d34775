"""Whether a run helped, as those say who work with it: one to five, and a few words if they like. By whom is kept nowhere."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.errors import Refused
from gevinst.ledger.periods import month_instants
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import run_opinions

SCORES = {1: "slet ikke", 2: "lidt", 3: "noget", 4: "en del", 5: "meget"}
"""What can be said."""
LONGEST_WORDS = 200
FEWEST = 3
"""Opinions below which neither an average nor a word is told: it would tell of one run, and so of whoever started it."""


@dataclass(frozen=True)
class Opinions:
    """What was said of a potential's runs in some months.

    Attributes:
        potential_id: The potential.
        count: How many runs something was said of.
        total: Their scores together.
        words: What was written, in the order of the alphabet, so that it tells nothing of when.
    """

    potential_id: str
    count: int
    total: int
    words: tuple[str, ...]

    @property
    def fewest(self) -> int:
        """How many it takes to tell any of it."""
        return FEWEST

    @property
    def is_enough(self) -> bool:
        """Whether there are opinions enough to tell any of it."""
        return self.count >= FEWEST

    @property
    def average(self) -> Fraction:
        """Between 1 and 5."""
        return Fraction(self.total, self.count)


def give_opinion(connection: Connection, flow_run: str, potential_id: str, score: int, words: str) -> None:
    """Say whether a run helped, in the place of what was said of it before.

    Raises:
        Refused: The score is none, or the words are too many or hold what looks like a CPR number.
    """
    said = " ".join(words.split())
    if score not in SCORES:
        raise Refused("a score is 1, 2, 3, 4 or 5")
    if len(said) > LONGEST_WORDS or is_personal(said):
        raise Refused(f"words about a run are {LONGEST_WORDS} characters at most, and hold no CPR number")
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    given = {"potential_id": potential_id, "score": score, "words": said, "given_at": now_us()}
    statement = dialect.insert(run_opinions).values(flow_run=flow_run, **given)
    connection.execute(statement.on_conflict_do_update(index_elements=["flow_run"], set_=given))


def is_personal(words: str) -> bool:
    """Whether words hold what looks like a CPR number."""
    return redact(words) != words


def opinions(connection: Connection, first: str, through: str, potential_id: str | None = None) -> dict[str, Opinions]:
    """What was said from and with month `first` up to and with `through`, by potential; or of one potential."""
    begins, ends = month_instants(first, through)
    asked = [run_opinions.c.given_at >= begins, run_opinions.c.given_at < ends]
    if potential_id is not None:
        asked.append(run_opinions.c.potential_id == potential_id)
    sums = connection.execute(
        select(run_opinions.c.potential_id, func.count().label("given"), func.sum(run_opinions.c.score).label("total"))
        .where(*asked, run_opinions.c.potential_id.is_not(None))
        .group_by(run_opinions.c.potential_id)
        .order_by(run_opinions.c.potential_id)
    ).all()
    words: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(run_opinions.c.potential_id, run_opinions.c.words).where(*asked)):
        words[row.potential_id] += [row.words] if row.words else []
    return {
        row.potential_id: Opinions(row.potential_id, row.given, int(row.total), tuple(sorted(words[row.potential_id])))
        for row in sums
    }
