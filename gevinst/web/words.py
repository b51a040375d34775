"""The words of the live page: what is stored, as the project office reads it."""

from datetime import datetime
from fractions import Fraction

from gevinst.items.act import act_in_danish
from gevinst.reports.danish import moment, number
from gevinst.store.clock import from_datetime

RESULTS = {
    "completed": "afsluttet",
    "handed over": "afventede sagsbehandler",
    "failed": "fejlet",
    "lapsed": "afbrudt, taget op igen",
    "": "ikke afsluttet",
}


def seconds(value: int) -> str:
    """`1 sekund`, `1.204 sekunder`."""
    return f"{number(value)} sekund{'' if abs(value) == 1 else 'er'}"


def size(count: int) -> str:
    """`1,2 MB`, `34 kB`: how large a file is."""
    return f"{number(Fraction(count, 1 << 20), 1)} MB" if count >= 1 << 20 else f"{number(max(1, count >> 10))} kB"


def waited(days: int) -> str:
    """For how many days a case has waited: `i dag`, `1 dag`, `12 dage`."""
    return "i dag" if days == 0 else f"{number(days)} dag{'' if days == 1 else 'e'}"


def moment_of(instant: datetime) -> str:
    """An instant as a mail's header has it, where the municipality is."""
    return moment(from_datetime(instant))


def act(name: str) -> str:
    """What the robot was about, as a caseworker knows it."""
    return act_in_danish(name)
