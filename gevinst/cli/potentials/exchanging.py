"""`gevinst potentials import` and `export`: the office's list in and out."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from gevinst.cli.opening import reading, writing
from gevinst.cli.output import AsJson, print_json, say
from gevinst.cli.potentials.words import change_in_danish
from gevinst.errors import Refused
from gevinst.potentials.columns import Columns, read_columns
from gevinst.potentials.exporting import export_list
from gevinst.potentials.history import Author, FieldChange
from gevinst.potentials.importing import Imported, import_list
from gevinst.potentials.os2autoproces.importing import import_catalogue
from gevinst.potentials.os2autoproces.writing import Exported, export_catalogue
from gevinst.potentials.rows import BaselineRow, PotentialRow
from gevinst.reports.parameters import seed_illustrative

From = Annotated[Literal["list", "os2autoproces"], Parameter(name="--from")]
As = Annotated[Literal["list", "os2autoproces"], Parameter(name="--as")]
_NOBODY = "PREVIEW"
"""Who a change that isn't kept is by."""
_HEADINGS = frozenset({*PotentialRow.headings(), *BaselineRow.headings()})


def import_(
    file: Path,
    /,
    *,
    initials: str = "",
    preview: bool = False,
    columns: Path | None = None,
    from_: From = "list",
    json: AsJson = False,
) -> None:
    """Bring a potential list (Excel or CSV) in: checked whole first, applied whole or not at all.

    Args:
        file: The list, with its Danish headings.
        initials: Who brings it in; stands in each changed potential's history.
        preview: Only say what is new, changed and gone.
        columns: A YAML file that says what the list calls our columns.
        from_: Whose file it is: the office's own list, or what OS2autoproces exports.
        json: Answer with JSON.
    """
    if not preview and not initials:
        raise Refused("skriv, hvem der indlæser listen: --initials ABC; eller se først med --preview")
    if from_ == "os2autoproces" and columns is not None:
        raise Refused("--columns gælder kontorets egen liste; OS2autoproces har sine egne kolonner")
    mapping = Columns() if columns is None else read_columns(columns, _HEADINGS)
    author = Author(initials or _NOBODY, file.name)
    with writing(keep=not preview) as connection:
        if from_ == "os2autoproces":
            done = import_catalogue(connection, file, author)
        else:
            done = import_list(connection, file, author, mapping)
        # An illustrative list comes with illustrative rates, so that a demonstration has a basis for its figures.
        illustrated = done.illustrative and seed_illustrative(connection)
    _tell(done, json=json, is_preview=preview)
    if illustrated and not preview and not json:
        say("Listen er illustrativ; illustrative satser er sat, se `gevinst parameters list`.")


def export(into: Path, /, *, as_: As = "list") -> None:
    """Write the register as a list, to edit in Excel and bring in again.

    Args:
        into: The Excel file (.xlsx); one that is there already is left alone. For OS2autoproces also .json.
        as_: In which shape: the office's own list, or by OS2autoproces' headings and field names.
    """
    if as_ == "list" and into.suffix.lower() != ".xlsx":
        raise Refused(f"{into.name} skal ende på .xlsx")
    if into.exists():
        raise Refused(f"{into} findes allerede; vælg et andet navn, så intet overskrives")
    with reading() as connection:
        done = Exported(export_list(connection, into), ()) if as_ == "list" else export_catalogue(connection, into)
    say(f"{into}: {done.count} potentialer.")
    for remark in done.remarks:
        say(f"  {remark}.")


def _tell(done: Imported, *, json: bool, is_preview: bool) -> None:
    if json:
        print_json(done.as_json())
        return
    if is_preview:
        say("Prøve: intet er gemt.")
    say(f"Potentialer: {done.new} nye, {done.changed} ændret, {done.unchanged} uændret.")
    say(
        f"Basislinjer: {done.baselines_new} nye, {done.baselines_unchanged} uændret; {done.approvals_new} godkendelser."
    )
    if is_preview:
        _tell_changes(done.changes)
    for remark in done.remarks:
        say(f"{remark}.")
    if done.gone:
        say(f"I registret, men ikke i listen (røres ikke): {', '.join(done.gone)}.")
    if done.unused_headings:
        say(f"Kolonner, der ikke bruges: {', '.join(done.unused_headings)}.")


def _tell_changes(changes: Iterable[FieldChange]) -> None:
    for potential, its in groupby(changes, key=lambda change: change.potential_id):
        fields = list(its)
        if all(change.before is None for change in fields) and any(change.field == "title" for change in fields):
            say(f"  {potential} er ny: {next(change.after for change in fields if change.field == 'title')}")
            continue
        for change in fields:
            say(f"  {potential} {change_in_danish(change)}")
