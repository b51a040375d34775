"""Folders and files for the service account only, whatever its umask: case data outside the database lies in such."""

from pathlib import Path

from gevinst.written_whole import write_whole


def make_private_folder(folder: Path) -> None:
    """Make a folder that only its owner may open; folders made on the way to it are as private.

    Raises:
        OSError: It can't be made.
    """
    if not folder.is_dir():
        make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only its owner may read, into a folder of the same kind; half a file is never seen.

    Raises:
        OSError: It can't be written.
    """
    make_private_folder(path.parent)
    write_whole(path, content, mode=0o600)
