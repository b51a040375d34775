"""`gevinst backup make|verify`: what can't be made anew, put aside every night, and looked at."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from cyclopts.validators import Number

from gevinst.backup.making import make_backup
from gevinst.backup.manifest import read_manifest
from gevinst.backup.verifying import problems_of
from gevinst.cli.opening import opened
from gevinst.cli.output import AsJson, complain, print_json, say

KEPT = 14
app = App(name="backup", help="The database and the files beside it, of one moment, in a folder elsewhere.")


@app.command
def make(*, keep: Annotated[int, Parameter(validator=Number(gte=1))] = KEPT, json: AsJson = False) -> None:
    """Make a backup in GEVINST_BACKUP_FOLDER, while work goes on; run it every night.

    Args:
        keep: How many are there afterwards; the oldest go.
        json: Answer with JSON.
    """
    with opened() as engine:
        folder = make_backup(engine, keep=keep)
    manifest = read_manifest(folder)
    size = sum(each.bytes for each in manifest.files.values())
    if json:
        print_json({"folder": str(folder), "files": len(manifest.files), "bytes": size})
    else:
        say(f"{folder}: {len(manifest.files)} files, {size / 1e6:.1f} MB")


@app.command
def verify(folder: Path, /, *, json: AsJson = False) -> int:
    """Look whether a backup is whole; exit code 1 where it isn't.

    Args:
        folder: One that `backup make` made.
        json: Answer with JSON.
    """
    wrong = problems_of(folder)
    if json:
        print_json({"folder": str(folder), "problems": wrong})
    elif wrong:
        for sentence in wrong:
            complain(sentence)
    else:
        say(f"{folder} is whole: {len(read_manifest(folder).files)} files")
    return 1 if wrong else 0
