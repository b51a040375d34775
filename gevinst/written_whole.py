"""Files that people open while they are being replaced: the old one or the new one, and never half of either."""

import secrets
from collections.abc import Callable
from pathlib import Path

_FOR_THE_GROUP = 0o640


def write_whole(path: Path, content: str | bytes, *, mode: int = _FOR_THE_GROUP) -> None:
    """Put a file in place, by default for the service account and its group; its folder is there.

    Raises:
        OSError: It can't be written; what was there before still is.
    """
    data = content.encode() if isinstance(content, str) else content
    replace_whole(path, lambda coming: coming.write_bytes(data), mode=mode)


def replace_whole(path: Path, write: Callable[[Path], object], *, mode: int = _FOR_THE_GROUP) -> None:
    """The same for what writes to a path itself: it is given another name in the same folder, with the same suffix.

    Raises:
        OSError: As above; whatever `write` raises goes on, and nothing is left of it.
    """
    coming = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        coming.touch(mode=mode, exist_ok=False)  # first: nobody else may look into it while it is written
        write(coming)
        coming.chmod(mode)  # whatever the umask took, or `write` made anew
        coming.replace(path)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
