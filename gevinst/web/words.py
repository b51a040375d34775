"""The words of the live page: what is stored, as the project office reads it."""

from gevinst.items.model import Outcome
from gevinst.reports.danish import number

KINDS = {"saving": "frigjort", "human time": "menneskelig tid", "cost": "omkostning"}
ROLES = {"original": "original", "reversal": "tilbageførsel", "replacement": "erstatning"}
OUTCOMES = {
    Outcome.BY_ROBOT: "klaret af robotten",
    Outcome.BY_PERSON: "klaret af sagsbehandler",
    Outcome.SET_ASIDE: "ikke en sag",
    Outcome.DUPLICATE: "dublet",
    Outcome.REJECTED: "afvist",
}
RESULTS = {
    "completed": "afsluttet",
    "handed over": "afventede sagsbehandler",
    "failed": "fejlet",
    "lapsed": "afbrudt, taget op igen",
    "": "ikke afsluttet",
}
PEOPLES_TIME = {"handover": "sagsbehandleres tid", "rework": "rettelse efter stikprøve"}
"""The activities under which people's own time is posted."""


def activity(name: str, danish: str) -> str:
    """An activity as a heading of the ledger; people's own time has names of its own."""
    return PEOPLES_TIME.get(name, danish)


def seconds(value: int) -> str:
    """`1 sekund`, `1.204 sekunder`."""
    return f"{number(value)} sekund{'' if abs(value) == 1 else 'er'}"
