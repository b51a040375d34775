"""`gevinst ledger list|reverse`: the entries behind the figures, and how one is taken back."""

from typing import Annotated, Any

from cyclopts import App, Parameter, validators
from sqlalchemy import select

from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, moment, print_json, print_table, say
from gevinst.errors import Refused
from gevinst.items.model import label
from gevinst.ledger import reversal
from gevinst.potentials.words import activity_in_danish
from gevinst.redaction import redact
from gevinst.store.tables import ledger_entries

app = App(name="ledger", help="The append-only ledger of freed time.")
_KINDS = {"saving": "frigjort", "human time": "menneskelig tid", "cost": "omkostning"}
_ROLES = {"original": "", "reversal": "tilbageført", "replacement": "erstatning"}


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
            _KINDS[row.kind],
            _ROLES[row.role],
            activity_in_danish(row.activity),
            row.seconds,
        )
        for row in found
    ]
    print_table("", ("Nr.", "Måned", "Potentiale", "Emne", "Art", "", "Aktivitet", "Sekunder"), rows, numbers=1)


@app.command
def reverse(entry: int, /, *, reason: str, initials: str, json: AsJson = False) -> None:
    """Take an entry back by a reversal with the other sign; the entry itself stays.

    Args:
        entry: The entry's number.
        reason: Why, without personal data.
        initials: Who takes it back.
        json: Answer with JSON.
    """
    if redact(reason) != reason:
        raise Refused("the reason may hold no CPR number")
    with writing() as connection:
        number = reversal.reverse(connection, entry, reason=reason, initials=initials)
    if json:
        print_json({"entry": entry, "reversal": number})
    else:
        say(f"Postering {entry} er tilbageført med postering {number}.")


def _as_json(row: Any) -> dict[str, Any]:  # noqa: ANN401 (a database row)
    plain = ("id", "kind", "role", "potential_id", "item_id", "activity", "units", "seconds", "period", "unit")
    return {name: getattr(row, name) for name in plain} | {
        "reverses": row.reverses,
        "replaces": row.replaces,
        "occurred_at": moment(row.occurred_at),
        "recorded_at": moment(row.recorded_at),
    }
