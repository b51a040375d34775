"""What the demo prints at the end: what was done, what waits and why, the minutes, and where to look."""

from collections import Counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from gevinst.codes import Code
from gevinst.items.model import Outcome, State
from gevinst.potentials.words import activity_in_danish
from gevinst.store.engine import open_engine, reading
from gevinst.store.tables import items, ledger_entries

_NAMES = {
    (State.COMPLETED, Outcome.BY_ROBOT): "Registreret, journaliseret og kvitteret",
    (State.COMPLETED, Outcome.SET_ASIDE): "Ikke en sag",
    (State.COMPLETED, Outcome.DUPLICATE): "Dublet",
    (State.PENDING, None): "Afventer sagsbehandler",
}


def show(console: Console) -> None:
    """Print the tables."""
    with reading(open_engine()) as connection:
        ended = connection.execute(select(items.c.state, items.c.outcome, items.c.code)).all()
        saved = connection.execute(
            select(ledger_entries.c.activity, func.count(), func.sum(ledger_entries.c.seconds))
            .where(ledger_entries.c.kind == "saving")
            .group_by(ledger_entries.c.activity)
            .order_by(func.sum(ledger_entries.c.seconds).desc())
        ).all()
    table = Table("Resultat", "Forklaring", "Antal", title="Sagerne")
    for (state, outcome, code), count in sorted(Counter(map(tuple, ended)).items(), key=str):
        name = _NAMES.get((State(state), Outcome(outcome) if outcome else None), State(state).danish)
        table.add_row(name, Code(code).sentence if code else "", str(count))
    console.print(table)
    table = Table("Aktivitet", "Sager", "Minutter", title="Registreret frigjort tid")
    for activity, count, seconds in saved:
        table.add_row(activity_in_danish(activity), str(count), f"{seconds / 60:.0f}")
    table.add_row("i alt", "", f"{sum(row[2] for row in saved) / 60:.0f}", end_section=True)
    console.print(table)
