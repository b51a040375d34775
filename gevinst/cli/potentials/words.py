"""A change of the register in Danish, by the headings of the office's list."""

from datetime import date

from gevinst.potentials.history import PHASE, FieldChange
from gevinst.potentials.potential import Phase
from gevinst.potentials.rows import PotentialRow
from gevinst.potentials.words import PHASES, kind_in_danish
from gevinst.values.dates import format_date_short

_HEADINGS = {name: field.alias or name for name, field in PotentialRow.model_fields.items()} | {
    "expected_seconds_per_case": "Forventede sekunder pr. sag",
    "illustrative": "Illustrativ",
}


def change_in_danish(change: FieldChange) -> str:
    """`Enhed: Borgerservice → Pension og Ydelser`."""
    name, _, day = change.field.partition(" ")
    if name == PHASE:
        heading = f"Fase fra {format_date_short(date.fromisoformat(day))}"
        before, after = (PHASES[Phase(each)] if each else "(ingen)" for each in (change.before, change.after))
    else:
        heading = _HEADINGS.get(change.field, change.field)
        before, after = (_value(change.field, each) for each in (change.before, change.after))
    return f"{heading}: {before} → {after}"


def _value(field: str, value: str | None) -> str:
    if value is None:
        return "(tom)"
    if field == "kind":
        return kind_in_danish(value)
    return {"yes": "ja"}.get(value, value)
