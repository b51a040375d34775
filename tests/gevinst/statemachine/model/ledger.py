"""The ledger of the design's section 5: entries by what they are about, months that close, what can't be counted yet."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from tests.gevinst.statemachine.model.things import Credit, Item, No, day_of, month_after, month_of

Key = tuple[object, ...]
SECONDS_OF_BAND = {
    "under 5 minutter": 150,
    "5-15 minutter": 600,
    "15-30 minutter": 1350,
    "30-60 minutter": 2700,
    "over 60 minutter": 5400,
}
BEGINNING = date(2023, 1, 1)
HANDOVER, REWORK = "handover", "rework"


@dataclass(frozen=True)
class Entry:
    """One entry; `month` is the one it is posted in."""

    kind: str
    role: str
    potential: str
    item: int
    activity: str
    units: int
    seconds: int
    at: int
    run: str | None
    source: str | None = None
    month: str = ""


@dataclass
class Listed:
    """One activity on the exceptions list."""

    credit: Credit
    potential: str | None
    reason: str
    settled_by: Key | None = None


class Missing(Exception):
    """A link from potential to entry."""


class Ledger:
    """Entries are only added; `phases` is what each registered potential is in since the beginning."""

    def __init__(self, moved: Callable[[str], None]) -> None:
        self.phases: dict[str, str] = {}
        self.baselines: dict[tuple[str, str], list[tuple[date, int]]] = {}
        self.entries: dict[Key, Entry] = {}
        self.listed: dict[tuple[int, str], Listed] = {}
        self.closed: dict[str, tuple[int, int]] = {}
        self._moved = moved

    def begin(self) -> None:
        """What the story starts with."""
        self.phases["P-1"] = "in operation"
        for activity in ("read", "register"):
            self.baselines["P-1", activity] = [(BEGINNING, 60)]

    # --- posting ------------------------------------------------------------------------------------------------------

    def post(self, number: int, item: Item) -> None:
        """By the robot: every credit. By a person: those that count then. Set aside: none. Always people's own time."""
        for activity, credit in item.credits.items():
            if item.outcome == "by robot" or (item.outcome in ("by person", "rejected") and credit.by_person):
                try:
                    self.save(number, item, activity, credit)
                except Missing as missing:
                    self.listed[number, activity] = Listed(credit, item.potential, str(missing))
        try:
            self.spend(number, item)
        except Missing as missing:
            at = [each.answered for each in item.questions if each.choice][-1]
            self.listed[number, HANDOVER] = Listed(Credit(1, False, at), item.potential, str(missing))

    def save(self, number: int, item: Item, activity: str, credit: Credit) -> Key:
        """One saving by the baseline of the day it was done."""
        if item.potential is None or item.potential not in self.phases:
            raise Missing("no potential")
        if self.phases[item.potential] != "in operation":
            raise Missing("not in operation")
        seconds = self.baseline(item.potential, activity, day_of(credit.at))
        if seconds is None:
            raise Missing("no baseline")
        key = ("saving", number, activity)
        about = (item.potential, number, activity, credit.units, seconds * credit.units)
        self._add(key, Entry("saving", "original", *about, credit.at, item.run))
        return key

    def spend(self, number: int, item: Item) -> Key:
        """People's time on each question: the band they gave, or the baselines of the activities left over."""
        answered = [(place, each) for place, each in enumerate(item.questions, 1) if each.choice]
        if not answered or item.potential is None:
            return ()
        if item.potential not in self.phases:
            raise Missing("no potential")
        for place, each in answered:
            seconds, source = SECONDS_OF_BAND.get(each.band or ""), "band"
            if seconds is None:
                seconds, source = self._left_over(item, day_of(each.answered)), "estimate"
            about = (item.potential, number, HANDOVER, 1, seconds)
            key = ("human time", number, place)
            self._add(key, Entry("human time", "original", *about, each.answered, item.run, source))
        return key

    def find(self, number: int, item: Item) -> None:
        """What a check found was put right: its time is posted, or listed."""
        try:
            self.put_right(number, item)
        except Missing as missing:
            about = Credit(1, False, item.found_at)
            self.listed[number, REWORK] = Listed(about, item.potential, str(missing))

    def put_right(self, number: int, item: Item) -> Key:
        """The band that was given, or all the robot did by the baselines of the day."""
        if item.potential is None:
            return ()
        if item.potential not in self.phases:
            raise Missing("no potential")
        seconds, source = SECONDS_OF_BAND.get(item.found[2]), "band"
        if seconds is None:
            source, day = "estimate", day_of(item.found_at)
            done = item.credits.items()
            seconds = sum((self.baseline(item.potential, name, day) or 0) * each.units for name, each in done)
        key = ("human time", number, len(item.questions))
        about = (item.potential, number, REWORK, 1, seconds)
        self._add(key, Entry("human time", "original", *about, item.found_at, item.run, source))
        return key

    def _left_over(self, item: Item, day: date) -> int:
        """What the baselines of the day say of the activities the robot has not done."""
        left = [activity for of, activity in self.baselines if of == item.potential and activity not in item.credits]
        return sum(self.baseline(item.potential or "", activity, day) or 0 for activity in left)

    def baseline(self, potential: str, activity: str, day: date) -> int | None:
        """The latest version that had begun."""
        begun = [seconds for since, seconds in self.baselines.get((potential, activity), ()) if since <= day]
        return begun[-1] if begun else None

    def _add(self, key: Key, entry: Entry) -> None:
        """In the month it happened in if that is open, else the earliest open one."""
        month, last = month_of(entry.at), max(self.closed, default="")
        if month <= last:
            month = month_after(last)
            self._moved("posted in a later month")
        self.entries[key] = replace(entry, month=month)

    # --- correcting ---------------------------------------------------------------------------------------------------

    def is_reversed(self, key: Key) -> bool:
        """Whether it was taken back."""
        return ("reversal", key) in self.entries

    def reverse(self, key: Key) -> None:
        """Only once, and never a reversal."""
        entry = self.entries[key]
        if entry.role == "reversal" or self.is_reversed(key):
            raise No
        self._add(("reversal", key), replace(entry, role="reversal", seconds=-entry.seconds))

    def measure(self, potential: str, activity: str, since: date, seconds: int, *, repost: bool) -> int:
        """A new version; over days with entries only as a repost, which replaces them. Returns how many."""
        versions = self.baselines.get((potential, activity), [])
        if potential not in self.phases or (versions and since <= versions[-1][0]):
            raise No
        touched = [
            key
            for key, each in self.entries.items()
            if (each.kind, each.potential, each.activity) == ("saving", potential, activity)
            and day_of(each.at) >= since
        ]
        if touched and not repost:
            raise No
        self.baselines[potential, activity] = [*versions, (since, seconds)]
        standing = [key for key in touched if self.entries[key].role != "reversal" and not self.is_reversed(key)]
        for key in standing:
            entry = self.entries[key]
            self.reverse(key)
            replacement = replace(entry, role="replacement", seconds=seconds * entry.units)
            self._add(("replacement", key), replacement)
        return len(standing)

    def settle(self, items: dict[int, Item], potential: str) -> tuple[int, int]:
        """Post what can be posted now; returns how many were and how many still wait."""
        waiting = [(about, each) for about, each in self.listed.items() if each.settled_by is None]
        waiting = [(about, each) for about, each in waiting if potential in ("", each.potential)]
        for (number, activity), listed in waiting:
            item = items[number]
            try:
                if activity == HANDOVER:
                    listed.settled_by = self.spend(number, item)
                elif activity == REWORK:
                    listed.settled_by = self.put_right(number, item)
                else:
                    listed.settled_by = self.save(number, item, activity, listed.credit)
            except Missing as missing:
                listed.reason = str(missing)
        posted = sum(each.settled_by is not None for _, each in waiting)
        return posted, len(waiting) - posted

    # --- closing ------------------------------------------------------------------------------------------------------

    def close(self, month: str, now: int) -> None:
        """Only an ended month, after those before it; empty ones in between close with it."""
        last = max(self.closed, default="")
        if month >= month_of(now) or month <= last:
            raise No
        if any(last < each.month < month for each in self.entries.values()):
            raise No
        between = month_after(last) if last else month
        while between < month:
            self.closed[between] = (0, 0)
            between = month_after(between)
        mine = [each.seconds for each in self.entries.values() if each.month == month]
        self.closed[month] = (len(mine), sum(mine))
