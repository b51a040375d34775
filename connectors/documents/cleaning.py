"""Text as a stranger's file gives it, made fit for everything after: databases, screens and strict readers."""

from typing import Annotated

from pydantic import BeforeValidator

from gevinst.values.characters import UNREADABLE

# Neither a minus nor a space may vanish, so the soft hyphen (what fonts say of the hyphen they draw), spaces and the
# marks that turn the order of characters round stay; readers know them or refuse them.
_CHARACTERS: dict[int, str] = (
    dict.fromkeys((*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), UNREADABLE)
    | {ord(space): space for space in "\t\n\r"}
    | dict.fromkeys((0x0B, 0x0C, 0x85), "\n")
    | dict.fromkeys((0x200B, 0x2060, 0xFEFF), "")
    | {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
)


def clean(text: str) -> str:
    """The text without characters that no database takes or nobody sees; ligatures as their letters."""
    return text.translate(_CHARACTERS)


Clean = Annotated[str, BeforeValidator(lambda text: clean(text) if isinstance(text, str) else text)]
"""Text of a model that is cleaned when it is read from the child."""
