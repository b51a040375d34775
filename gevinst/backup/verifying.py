"""Look whether a backup is still what was put there: every file by its hash, the database by what would restore it."""

from pathlib import Path

from gevinst.backup.database import is_whole
from gevinst.backup.manifest import NAME, files_below, hashed, read_manifest


def problems_of(folder: Path) -> list[str]:
    """What is wrong with a backup, one sentence each; empty where it is whole.

    Raises:
        Refused: The folder is no backup.
    """
    manifest = read_manifest(folder)
    there = {path.relative_to(folder).as_posix(): path for path in files_below(folder) if path != folder / NAME}
    wrong = [f"{name} is missing" for name in manifest.files if name not in there]
    wrong += [f"{name} is not of the backup" for name in there if name not in manifest.files]
    wrong += [
        f"{name} is not what it was"
        for name, kept in manifest.files.items()
        if name in there and hashed(there[name]) != kept
    ]
    databases = [name for name in manifest.files if name.startswith("database.") and name in there]
    wrong += [
        f"{name} can't be read by the program that restores it" for name in databases if not is_whole(there[name])
    ]
    return wrong if databases else [*wrong, "there is no database in it"]
