"""Files that people open while they are being replaced: the old one or the new one, and never half of either."""

import secrets
from collections.abc import Callable
from pathlib import Path

_FOR_THE_GROUP = 0o640


def write_whole(path: Path, content: str | bytes) -> None:
    """Put a file in place, for the service account and its group; its folder is there.

    Raises:
        OSError: It can't be written; what was there before still is.
    """
    data = content.encode() if isinstance(content, str) else content
    replace_whole(path, lambda coming: coming.write_bytes(data))


def replace_whole(path: Path, write: Callable[[Path], object]) -> None:
    """The same for what writes to a path itself: it is given another name in the same folder, with the same suffix.

    Raises:
        OSError: As above; whatever `write` raises goes on, and nothing is left of it.
    """
    coming = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        write(coming)
        coming.chmod(_FOR_THE_GROUP)
        coming.replace(path)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise
