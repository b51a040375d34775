"""Lines of Python as the project's formatter sets them, so that what is written needs no formatting."""

from collections.abc import Sequence

WIDTH = 120


def quoted(text: str) -> str:
    """A text as Python writes it: in double quotes, unless it holds some."""
    if '"' in text and "'" not in text:
        return "'" + text.replace("\\", "\\\\") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def spread(head: str, parts: Sequence[str], tail: str, indent: int) -> list[str]:
    """A call or a signature: on one line, else its parts on one of their own, else each on its own."""
    before = " " * indent
    whole = f"{before}{head}{', '.join(parts)}{tail}"
    if len(whole) <= WIDTH or not parts:
        return [whole]
    together = f"{before}    {', '.join(parts)}"
    if len(together) <= WIDTH:
        return [before + head, together, before + tail]
    return [before + head, *(f"{before}    {part}," for part in parts), before + tail]
