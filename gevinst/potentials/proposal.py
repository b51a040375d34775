"""What a digital agent proposes: closed choices and numbers, from which title, volume and hours follow.

A form stores what is typed in clear, so no word of an idea is typed. The words are those a town hall uses of its work; what
they can't say comes by the office's Excel list or by mail.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gevinst.profile import load_profile


class Work(StrEnum):
    """What people do today that could be done better."""

    READ = "læs"
    REGISTER = "registrér"
    FILE = "journalisér"
    ACKNOWLEDGE = "kvittér"
    ANSWER = "besvar"
    CHECK = "kontrollér"
    LOOK_UP = "slå op"
    HANDLE = "behandl"
    GUIDE = "vejled"
    DISTRIBUTE = "fordel"
    TRANSFER = "overfør"
    RECONCILE = "afstem"
    CREATE = "opret"
    SEND = "udsend"


class Thing(StrEnum):
    """What it is done with."""

    APPLICATIONS = "ansøgninger"
    NOTIFICATIONS = "anmeldelser"
    LETTERS = "breve og mails"
    CALLS = "telefoniske henvendelser"
    ACCESS_REQUESTS = "anmodninger om aktindsigt"
    AGENDAS = "dagsordener og referater"
    ALERTS = "adviser"
    INVOICES = "fakturaer og regninger"
    PAYMENTS = "udbetalinger"
    REFUNDS = "refusioner og tilskud"
    ORDERS = "bestillinger og indkøb"
    APPOINTMENTS = "aftaler og tider"
    CITIZENS = "oplysninger om borgere"
    EMPLOYEES = "oplysninger om ansatte"
    ABSENCE = "fravær og løn"
    ACCESS = "brugeradgange"
    STATISTICS = "lister og statistik"
    OTHER = "andre sager"


class Place(StrEnum):
    """Where it is done."""

    SUBJECT_SYSTEM = "i fagsystemet"
    RECORDS_SYSTEM = "i ESDH-systemet"
    FINANCE_SYSTEM = "i økonomisystemet"
    PAYROLL_SYSTEM = "i lønsystemet"
    OUTLOOK = "i mail og kalender"
    SELF_SERVICE = "i selvbetjeningen"
    REGISTERS = "i registre (CPR, CVR, BBR)"
    SPREADSHEETS = "i regneark"
    BETWEEN_SYSTEMS = "mellem to systemer"
    ON_PAPER = "på papir"


class Often(StrEnum):
    """What the number of times is counted in. A day is one the town hall is open."""

    DAY = "om dagen"
    WEEK = "om ugen"
    MONTH = "om måneden"
    YEAR = "om året"

    @property
    def times_a_year(self) -> int:
        """How many there are in a year: 365 days without weekends and closing days are 250, rounded."""
        return {Often.DAY: 250, Often.WEEK: 52, Often.MONTH: 12, Often.YEAR: 1}[self]


MOST_HOURS_A_YEAR = 40_000
"""What one idea may free: about twenty people's year. More is a slip of the pen, and would stand in the expected figure."""

_WITH_A_WORD = {
    Work.ACKNOWLEDGE: "kvittér for {thing}",
    Work.LOOK_UP: "slå {thing} op",
    Work.GUIDE: "vejled om {thing}",
}
"""Where a thing doesn't simply follow its verb."""


@dataclass(frozen=True)
class Proposal:
    """One idea as it was filled in.

    Attributes:
        unit: As the profile names it.
        times: How many cases there are, by `often`.
        minutes: What one takes a person.
        share_percent: The part of the cases a person could be spared.
        initials: Whose idea it is.
    """

    work: Work
    thing: Thing
    place: Place
    unit: str
    times: int
    often: Often
    minutes: int
    share_percent: int
    initials: str

    @property
    def title(self) -> str:
        """`Registrér ansøgninger i fagsystemet`."""
        done = _WITH_A_WORD.get(self.work, "{work} {thing}").format(work=self.work, thing=self.thing)
        return f"{done[0].upper()}{done[1:]} {self.place}"

    @property
    def volume_per_year(self) -> int:
        """Cases a year."""
        return self.times * self.often.times_a_year

    @property
    def share(self) -> Decimal:
        """As the register keeps it, in percent."""
        return Decimal(self.share_percent)

    @property
    def seconds_per_case(self) -> int:
        """What one takes, as the register keeps it."""
        return self.minutes * 60

    @property
    def seconds_per_year(self) -> Fraction:
        """What could be freed in a year, in seconds, exact."""
        return Fraction(self.volume_per_year * self.seconds_per_case * self.share_percent, 100)

    @property
    def is_too_much(self) -> bool:
        """Whether it frees more than one process can."""
        return self.seconds_per_year > MOST_HOURS_A_YEAR * 3600

    @property
    def in_words(self) -> str:
        """Everything that was chosen, on one line; two that read alike are one idea sent twice."""
        how = f"{self.times} {self.often}, {self.minutes} min, {self.share_percent} %"
        return f"{self.title}; {self.unit}; {how}"


def offered_units() -> tuple[str, ...]:
    """The units an idea may come from: the profile's; where it names none, the department that signs."""
    profile = load_profile()
    return profile.units or (profile.department,)
