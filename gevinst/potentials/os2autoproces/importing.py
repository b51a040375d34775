"""Bring a file out of OS2autoproces into the register, by the rules of the office's own list."""

from pathlib import Path

from sqlalchemy import Connection

from gevinst.potentials.checking import twice
from gevinst.potentials.history import Author
from gevinst.potentials.importing import ILLUSTRATIVE, Imported, List, apply
from gevinst.potentials.os2autoproces.reading import in_their_words, read_catalogue
from gevinst.potentials.problems import ImportRefused
from gevinst.potentials.register import list_potentials
from gevinst.profile import load_profile


def import_catalogue(connection: Connection, path: Path, by: Author) -> Imported:
    """Apply the file in the caller's transaction; rolled back, it is a preview. A process is found again by the link to it.

    Raises:
        ImportRefused: With every bad row, by the catalogue's headings; the transaction must be rolled back.
        Refused: The file can't be read, or is none of the catalogue's.
    """
    read = read_catalogue(path, list_potentials(connection), load_profile().units)
    if problems := list(twice(read.rows, "Id", lambda row: row.id)):
        raise ImportRefused(in_their_words(problems))
    wanted = List(
        potentials=tuple(read.rows),
        baselines=(),
        illustrative=True if ILLUSTRATIVE in path.name.lower() else None,
        unused_headings=(),
        covers=read.covers,
        remarks=tuple(read.remarks),
    )
    try:
        return apply(connection, wanted, by)
    except ImportRefused as error:
        raise ImportRefused(in_their_words(error.problems)) from error
