"""What an action was done to, in the kit's terms: a field by its label, a button by its name, in this frame or that.

Codegen is told to take a placeholder for a test id, so that a field's hint and its label can be told apart.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from connectors.browser.frames import Path
from connectors.browser.recording.chain import Link

HINT = "placeholder"
"""The attribute that codegen takes for a test id."""

UNKNOWN_FRAME = "?"
"""A frame without a name: no page is ever found in it, until somebody says the way."""

_FIELDS = {"textbox", "combobox", "listbox", "searchbox", "spinbutton", "checkbox", "radio"}
_ROLES = dict.fromkeys(_FIELDS, "field") | {"button": "button", "link": "link", "heading": "heading"}
_NAMED = re.compile(r'(?:input|textarea|select)\[name="([^"\\]+)"\]')
_BY_ID = re.compile(r"#([A-Za-z][\w-]*)")
_FRAME = re.compile(r'(?:i?frame)?(?:\[(?:name|id)="(?P<name>[^"\\]+)"\]|#(?P<id>[A-Za-z][\w-]*))')


class How(StrEnum):
    """What it is known by."""

    FIELD = "field"
    HINTED = "hinted"
    NAMED = "named"
    BY_ID = "id"
    TITLED = "title"
    BUTTON = "button"
    LINK = "link"
    HEADING = "heading"
    TEXT = "text"


@dataclass(frozen=True)
class Target:
    """One thing on a screen.

    Attributes:
        frame: The way to its frame.
        how: What it is known by.
        text: The label, name or id itself.
        role: What codegen says that it is; empty where it doesn't.
    """

    frame: Path
    how: How
    text: str
    role: str = ""

    @property
    def is_sign(self) -> bool:
        """Whether a page can be known by it."""
        return self.how in (How.HEADING, How.TEXT)

    @property
    def is_pressed(self) -> bool:
        """Whether a click on it does something, and isn't only the way into a field."""
        return self.how in (How.BUTTON, How.LINK, How.TITLED, How.BY_ID)


def target_of(found: tuple[Link, ...]) -> Target | None:
    """What these links lead to; None where no page object would find it so (the third of its kind, a text in a row)."""
    frame: list[str] = []
    rest = list(found)
    while len(rest) > 1 and (rest[1].name == "content_frame" or rest[0].name == "frame_locator"):
        selector = rest.pop(0)
        if selector.name == "locator":
            rest.pop(0)
        frame.append(_frame_name(selector.text))
    known = _known(rest[0]) if len(rest) == 1 and rest[0].is_plain else None
    return Target(tuple(frame), *known) if known is not None else None


def kind_of(found: tuple[Link, ...]) -> str:
    """What stands there, told by roles and without any of its texts: `row link`."""
    return " ".join(each.text if each.name == "get_by_role" and each.text else each.name for each in found)


def _frame_name(selector: str) -> str:
    match = _FRAME.fullmatch(selector)
    return (match["name"] or match["id"]) if match is not None else UNKNOWN_FRAME


def _known(link: Link) -> tuple[How, str, str] | None:
    if link.name == "get_by_role":
        name = link.options.get("name")
        if link.text in _ROLES and isinstance(name, str):
            return How(_ROLES[link.text]), name, link.text
        return None
    if link.name == "locator":
        for pattern, how in ((_NAMED, How.NAMED), (_BY_ID, How.BY_ID)):
            if match := pattern.fullmatch(link.text):
                return how, match[1], ""
        return None
    by = {
        "get_by_label": How.FIELD,
        "get_by_test_id": How.HINTED,
        "get_by_placeholder": How.HINTED,
        "get_by_title": How.TITLED,
        "get_by_text": How.TEXT,
    }
    return (by[link.name], link.text, "") if link.name in by and link.text else None
