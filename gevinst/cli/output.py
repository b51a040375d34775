"""How every command answers: a table for people, plain JSON for programs, and one sentence when it can't be done."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gevinst.store.clock import MICROSECONDS, to_datetime

AsJson = Annotated[bool, Parameter(name="--json", negative="", help="Answer with JSON, for programs.")]


def print_json(data: Any) -> None:  # noqa: ANN401 (anything JSON can hold)
    """Write one JSON document to standard output."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[object]], *, numbers: int = 0) -> None:
    """Write a table; the last `numbers` columns are figures and stand to the right."""
    table = Table(title=Text(title, "table.title"), title_justify="left", header_style="bold", box=None, pad_edge=False)
    for position, heading in enumerate(headings):
        right = position >= len(headings) - numbers
        table.add_column(heading, justify="right" if right else "left", no_wrap=right)
    for row in rows:
        # As it is, not as markup: a text of somebody else's may hold "[/]".
        table.add_row(*("" if cell is None else Text(str(cell)) for cell in row))
    _console().print(table)


def say(sentence: str) -> None:
    """Write one line for people."""
    _console().print(sentence, soft_wrap=True, markup=False)


def complain(sentence: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(sentence + "\n")


def age(microseconds: int) -> str:
    """How long ago, as people say it: `3 t 12 min`, `4 dage`."""
    minutes = max(0, microseconds) // MICROSECONDS // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} t {minutes % 60} min"
    return f"{minutes // 1440} dage"


def moment(instant_us: int | None) -> str | None:
    """An instant for JSON: ISO 8601, UTC."""
    return None if instant_us is None else to_datetime(instant_us).isoformat(timespec="seconds")


def _console() -> Console:
    """Made when used, so that it writes to whatever standard output is now. Wide where nobody looks: a pipe."""
    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 160)
