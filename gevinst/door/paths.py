"""Addresses that mean one thing only. Whatever two readers could take for two things is refused before anything reads it."""

from starlette.types import Scope

_TRICKS = (b"//", b"\\", b"%2f", b"%5c", b"%2e", b"%25", b"%00", b";", b"/./", b"/../")


def is_plain(scope: Scope) -> bool:
    """Whether the path is written the one way it can be: no doubled or hidden slash, dot, percent sign or parameter."""
    path: str = scope["path"]
    raw: bytes = scope.get("raw_path") or path.encode("utf-8", "surrogateescape")
    sent = raw.partition(b"?")[0].lower()
    if not sent.startswith(b"/") or sent.endswith((b"/..", b"/.")) or any(trick in sent for trick in _TRICKS):
        return False
    return path.isprintable()


def is_local(url: str) -> bool:
    """Whether somebody who follows it stays on our pages, whatever browser reads it."""
    return url.startswith("/") and not url.startswith(("//", "/\\")) and url.isprintable() and len(url) <= _LONGEST


def local_path(text: str) -> str:
    """Where somebody is sent after signing in: a path of ours, or the first page where it leads anywhere else."""
    return text if is_local(text) else "/"


_LONGEST = 500
