"""The words of the live page: what is stored, as the project office reads it."""

from gevinst.reports.danish import number

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
