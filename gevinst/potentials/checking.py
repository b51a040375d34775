"""Tables against the rows they should hold: what is right comes back with its place, what is wrong becomes a complaint."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from gevinst.potentials.placed import Placed
from gevinst.potentials.problems import ImportRefused, Problem
from gevinst.potentials.rows import Row
from gevinst.potentials.sheets import Table, read_tables

RowT = TypeVar("RowT", bound=Row)
T = TypeVar("T")


def rows_of(path: Path, model: type[RowT]) -> list[Placed[RowT]]:
    """Every row of a file that holds one kind.

    Raises:
        ImportRefused: With every bad row.
        Refused: The file can't be read, or holds no table with the headings.
    """
    tables = read_tables(path, (frozenset(model.headings()[:2]),), model.headings())
    problems: list[Problem] = []
    rows = list(checked_rows(tables, model, problems))
    if problems:
        raise ImportRefused(problems)
    return rows


def checked_rows(tables: Iterable[Table], model: type[RowT], problems: list[Problem]) -> Iterator[Placed[RowT]]:
    """Every row that is right; of the others each wrong cell goes to `problems`."""
    for table in tables:
        missing = [heading for heading in model.headings() if heading not in {*table.headings, *model.may_lack}]
        problems += [
            Problem(table.sheet, table.headings_row, name, "står to gange; giv hver kolonne sin egen overskrift")
            for name in table.doubled
            if name in model.headings()
        ]
        if missing:
            problems.append(_missing(table, ", ".join(missing)))
            continue
        empty = dict.fromkeys(model.may_lack & set(table.headings))
        for number, cells in table.rows:
            try:
                yield Placed(table.sheet, number, model.model_validate(empty | cells))
            except ValidationError as error:
                problems += complaints(table.sheet, number, error)


def complaints(sheet: str, number: int, error: ValidationError) -> list[Problem]:
    """What is wrong with each cell of a row."""
    return [_problem(sheet, number, each) for each in error.errors(include_url=False)]


def _missing(table: Table, columns: str) -> Problem:
    if not table.merged:
        return Problem(table.sheet, 0, columns, "kolonnen mangler")
    where = f"overskriften i {', '.join(table.merged)} er flettet sammen med en anden"
    reason = f"kolonnen mangler; {where}: ophæv fletningen, og giv hver kolonne sin overskrift"
    return Problem(table.sheet, table.headings_row, columns, reason)


def _problem(sheet: str, number: int, error: ErrorDetails) -> Problem:
    reason = error.get("ctx", {}).get("error")
    column = str(error["loc"][0]) if error["loc"] else ""
    return Problem(sheet, number, column, str(reason) if reason else "kan ikke læses")


def twice(rows: Iterable[Placed[T]], column: str, key: Callable[[T], str]) -> Iterator[Problem]:
    """A complaint for each row whose key stands in an earlier one."""
    first: dict[str, int] = {}
    for each in rows:
        name = key(each.row)
        if name in first:
            yield Problem(each.sheet, each.number, column, f"{name} står også i række {first[name]}")
        first.setdefault(name, each.number)
