"""Whether a run helped, as those say who work with it: one to five, and a few words if they like. By whom is kept nowhere.

An opinion names its run, and the audit who started that one; so little is told, and of when only the month is kept. Told is
one span, whoever asks and for which report: the twelve months that ended before the current one, and only where runs of
three starters were judged in it. In a month that has ended nothing is given or changed, so whatever is told stays the same
until the month is over.

What remains: whoever keeps what was told in one month can subtract it from what is told in the next. That gives the sums of
the month that came less those of the month that fell out, and the words that are new; with one opinion in them it is that
opinion's score. It says of which month it is, of a run anybody in the unit may have judged, and never by whom: the price
of telling anything that moves. Whoever reads the database itself sees each opinion with its run; by whom it was given isn't
there either.
"""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, func, select
from sqlalchemy.dialects import postgresql, sqlite

from gevinst.errors import Refused
from gevinst.ledger.periods import month_of, previous_month
from gevinst.redaction import redact
from gevinst.store.clock import now_us
from gevinst.store.tables import audit, audit_outcomes, run_opinions

SCORES = {1: "slet ikke", 2: "lidt", 3: "noget", 4: "en del", 5: "meget"}
"""What can be said."""
LONGEST_WORDS = 200
FEWEST = 3
"""Starters of judged runs below which neither an average nor a word is told: it would tell of one colleague's runs."""
_MONTHS = 12


@dataclass(frozen=True)
class Opinions:
    """What was said of a potential's runs in the twelve months that are told.

    Attributes:
        potential_id: The potential.
        last: The last of the months, as `YYYY-MM`.
        count: How many runs something was said of.
        total: Their scores together.
        starters: How many started those runs; all that nobody started, such as a schedule's, count as one's.
        words: What was written, in the order of the alphabet, so that it tells nothing of when.
    """

    potential_id: str
    last: str
    count: int
    total: int
    starters: int
    words: tuple[str, ...]

    @property
    def fewest(self) -> int:
        """How many starters it takes to tell any of it."""
        return FEWEST

    @property
    def is_enough(self) -> bool:
        """Whether any of it may be told."""
        return self.starters >= FEWEST

    @property
    def average(self) -> Fraction:
        """Between 1 and 5."""
        return Fraction(self.total, self.count)


def give_opinion(connection: Connection, flow_run: str, potential_id: str, score: int, words: str) -> None:
    """Say whether a run helped, in the place of what was said of it before in the same month.

    Raises:
        Refused: The score is none, the words are too many or hold what looks like a CPR number, or the run was judged in a
            month that has ended. In Danish, for whoever gave it.
    """
    said = " ".join(words.split())
    if score not in SCORES:
        raise Refused("Klik på et af tallene fra 1 til 5.")
    if redact(said) != said:
        raise Refused("Der står noget, der ligner et CPR-nummer. Tag det ud, og klik igen.")
    if len(said) > LONGEST_WORDS:
        raise Refused(f"Der er skrevet mere end {LONGEST_WORDS} tegn. Gør det kortere, og klik igen.")
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    month = _current_month(connection)
    given = {"potential_id": potential_id, "score": score, "words": said}
    statement = dialect.insert(run_opinions).values(flow_run=flow_run, month=month, **given)
    over_this_months = statement.on_conflict_do_update(
        index_elements=["flow_run"], set_=given, where=run_opinions.c.month == month
    )
    if connection.execute(over_this_months.returning(run_opinions.c.flow_run)).first() is None:
        raise Refused("Kørslen har fået svar i en måned, der er slut. Det svar kan ikke ændres.")


def opinions(connection: Connection, potential_id: str | None = None) -> dict[str, Opinions]:
    """What is told of each potential, or of one: that of the twelve months that ended before the current one."""
    last = previous_month(_current_month(connection))
    first = last
    for _ in range(_MONTHS - 1):
        first = previous_month(first)
    asked = [run_opinions.c.month >= first, run_opinions.c.month <= last]
    if potential_id is not None:
        asked.append(run_opinions.c.potential_id == potential_id)
    # A run has one starter, though its key was sent twice: whoever asked first.
    begun = (
        select(audit_outcomes.c.flow_run, func.min(audit_outcomes.c.audit_id).label("audit_id"))
        .join(run_opinions, run_opinions.c.flow_run == audit_outcomes.c.flow_run)
        .where(*asked)
        .group_by(audit_outcomes.c.flow_run)
        .subquery("begun")
    )
    rows = connection.execute(
        select(run_opinions.c.potential_id, run_opinions.c.score, run_opinions.c.words, audit.c.staff_id)
        .outerjoin(begun, begun.c.flow_run == run_opinions.c.flow_run)
        .outerjoin(audit, audit.c.id == begun.c.audit_id)
        .where(*asked)
        .order_by(run_opinions.c.potential_id)
    )
    given: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        given[row.potential_id].append(row)
    return {
        each: Opinions(
            potential_id=each,
            last=last,
            count=len(those),
            total=sum(row.score for row in those),
            starters=len({row.staff_id for row in those}),
            words=tuple(sorted(row.words for row in those if row.words)),
        )
        for each, those in given.items()
    }


def _current_month(connection: Connection) -> str:
    return month_of(connection.execute(select(now_us())).scalar_one())
