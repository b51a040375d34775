"""The ledger: what can be counted, counted again, taken back, and closed."""

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import Connection, select

from gevinst.ledger.closing import close_month
from gevinst.ledger.exceptions import settle
from gevinst.ledger.repost import repost
from gevinst.ledger.reversal import reverse
from gevinst.potentials.baselines import Measurement, Method, add_baseline
from gevinst.potentials.register import put_potential
from gevinst.store.tables import ledger_entries, questions
from tests.gevinst.core import OFFICE
from tests.gevinst.statemachine import picture
from tests.gevinst.statemachine.model.ledger import Key
from tests.gevinst.statemachine.model.things import MONTH, day_of, month_after, month_of
from tests.gevinst.statemachine.rules.base import Base, among, potential

POTENTIALS = st.sampled_from(["P-1", "P-2"])
SECONDS = st.sampled_from([30, 90, 600])
ACTIVITIES = st.sampled_from(["read", "register", "file"])


class LedgerRules(Base):
    """Its rules."""

    @precondition(lambda self: self.model.ledger.listed or self.model.ledger.phases.get("P-2") == "idea")
    @rule(phase=st.sampled_from(["idea", "in operation"]))
    def register(self, phase: str) -> None:
        """P-2 comes into the register, or into operation, after its items came in."""
        self.model.ledger.phases["P-2"] = phase
        self.write(lambda connection: put_potential(connection, potential("P-2", phase), OFFICE))
        self.count("register potential")

    @precondition(lambda self: self.model.items)
    @rule(of=POTENTIALS, activity=ACTIVITIES, days_ago=st.sampled_from([-1, 0, 10, 1000]), seconds=SECONDS)
    def measure(self, of: str, activity: str, days_ago: int, seconds: int) -> None:
        """A new baseline; over days with entries it is refused."""
        since = day_of(self.model.now) - timedelta(days=days_ago)
        done = self.same(
            lambda: self.model.ledger.measure(of, activity, since, seconds, repost=False),
            lambda connection: add_baseline(connection, _measured(of, activity, since, seconds)),
        )
        self.count("measure" if done else "measure refused")

    @precondition(lambda self: self._savings())
    @rule(key=among(lambda self: self._savings()), days_before=st.sampled_from([0, 0, 1, 5]), seconds=SECONDS)
    def repost(self, key: Key, days_before: int, seconds: int) -> None:
        """Each saving of its days is replaced, in the open month."""
        entry, replaced = self.model.ledger.entries[key], []
        since = day_of(entry.at) - timedelta(days=days_before)

        def statements(connection: Connection) -> None:
            measured = _measured(entry.potential, entry.activity, since, seconds)
            assert repost(connection, measured, reason="målt igen", initials="ABC").entries == replaced[0]

        done = self.same(
            lambda: replaced.append(
                self.model.ledger.measure(entry.potential, entry.activity, since, seconds, repost=True)
            ),
            statements,
        )
        self.count("repost" if done else "repost refused")
        if any(replaced):
            self.count("repost replaces")

    repost_2 = repost

    def _savings(self) -> list[Key]:
        return [key for key, each in self.model.ledger.entries.items() if each.kind == "saving"]

    @precondition(lambda self: self.model.ledger.entries)
    @rule(key=among(lambda self: sorted(self.model.ledger.entries, key=repr)))
    def reverse(self, key: Key) -> None:
        """Taken back once, and never a reversal."""

        def statements(connection: Connection) -> None:
            rows = connection.execute(select(ledger_entries).order_by(ledger_entries.c.id)).all()
            ids = {of: number for number, of in picture.keys_of(rows, connection.execute(select(questions))).items()}
            reverse(connection, ids[key], reason="forkert", initials="ABC")

        done = self.same(lambda: self.model.ledger.reverse(key), statements)
        self.count("reverse" if done else "reverse refused")

    @precondition(lambda self: any(each.settled_by is None for each in self.model.ledger.listed.values()))
    @rule(of=st.sampled_from(["", "P-1", "P-2"]))
    def settle(self, of: str) -> None:
        """What could not be counted is posted once it can."""
        posted, waiting = self.model.ledger.settle(self.model.items, of)
        assert self.write(lambda connection: settle(connection, potential_id=of)) == (posted, waiting)
        self.count("settle")
        if posted:
            self.count("settle posts")

    @precondition(lambda self: self.model.ledger.entries)
    @rule(months=st.sampled_from([0, 0, 0, 1, 2]), is_ended=st.booleans())
    def close_month(self, months: int, is_ended: bool) -> None:
        """The first open month with entries, or a later one; refused until it has ended."""
        ledger = self.model.ledger
        last = max(ledger.closed, default="")
        month = min((each.month for each in ledger.entries.values() if each.month > last), default=last)
        for _ in range(months):
            month = month_after(month)
        if is_ended and month == month_of(self.model.now):
            self.later(MONTH)
        done = self.same(
            lambda: ledger.close(month, self.model.now),
            lambda connection: close_month(connection, month, initials="ABC"),
        )
        self.count("close month" if done else "close month refused")


def _measured(of: str, activity: str, since: date, seconds: int) -> Measurement:
    return Measurement(of, activity, seconds, Method.STOPWATCH, "MÅL", since, 30)
