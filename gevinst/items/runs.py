"""Where the report of a run lies: in the data folder, named by the run's id, until one of its items is neutralised."""

import re
from pathlib import Path

from sqlalchemy import Connection, select

from gevinst.errors import Refused
from gevinst.settings import settings
from gevinst.store.tables import attempts

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")


def report_path(run: str) -> Path:
    """The file of one run.

    Raises:
        Refused: The id could lead out of the folder.
    """
    if not _ID.fullmatch(run):
        raise Refused("a run's id has letters, digits and dashes only")
    return settings().runs_folder / f"{run}.html"


def remove_reports_of(connection: Connection, item_id: int) -> None:
    """Remove the report of every run that had the item in hand: it shows its numbers and its pictures.

    Raises:
        OSError: One can't be removed.
    """
    runs = select(attempts.c.flow_run).where(attempts.c.item_id == item_id, attempts.c.flow_run.is_not(None)).distinct()
    for run in filter(_ID.fullmatch, connection.execute(runs).scalars()):
        report_path(run).unlink(missing_ok=True)
