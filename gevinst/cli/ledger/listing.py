"""`gevinst ledger list`: the entries behind the figures."""

from typing import Annotated, Any

from cyclopts import Parameter, validators
from sqlalchemy import select

from gevinst.cli.ledger.app import app
from gevinst.cli.opening import reading
from gevinst.cli.output import AsJson, moment, print_json, print_table
from gevinst.items.model import label
from gevinst.ledger.words import KINDS, ROLES
from gevinst.potentials.words import activity_in_danish
from gevinst.store.tables import ledger_entries


@app.command(name="list")
def list_(
    *,
    potential: str = "",
    month: str = "",
    limit: Annotated[int, Parameter(validator=validators.Number(gte=1))] = 50,
    json: AsJson = False,
) -> None:
    """List entries, newest first.

    Args:
        potential: Only this potential, such as P-042.
        month: Only this month, as YYYY-MM.
        limit: At most this many.
        json: Answer with JSON.
    """
    statement = select(ledger_entries).order_by(ledger_entries.c.id.desc()).limit(limit)
    if potential:
        statement = statement.where(ledger_entries.c.potential_id == potential)
    if month:
        statement = statement.where(ledger_entries.c.period == month)
    with reading() as connection:
        found = connection.execute(statement).all()
    if json:
        print_json([_as_json(row) for row in found])
        return
    rows = [
        (
            row.id,
            row.period,
            row.potential_id,
            label(row.item_id) if row.item_id else row.source_key,
            KINDS[row.kind],
            "" if row.role == "original" else ROLES[row.role],
            activity_in_danish(row.activity),
            row.seconds,
        )
        for row in found
    ]
    print_table("", ("Nr.", "Måned", "Potentiale", "Emne", "Art", "", "Aktivitet", "Sekunder"), rows, numbers=1)


def _as_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a database row)
    plain = ("id", "kind", "role", "potential_id", "item_id", "activity", "units", "seconds", "period", "unit")
    return {name: getattr(row, name) for name in plain} | {
        "reverses": row.reverses,
        "replaces": row.replaces,
        "occurred_at": moment(row.occurred_at),
        "recorded_at": moment(row.recorded_at),
    }
