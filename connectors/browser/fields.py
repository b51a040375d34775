"""Fields as people know them: found by their labels, typed the Danish way, and read back once they were typed.

Old pages correct, cut or clear what is typed, in silence. So every value is compared with what the field holds
afterwards; a difference stops the case before anything is saved.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from playwright.sync_api import FilePayload, Frame, FrameLocator, Locator
from playwright.sync_api import Page as Window

from gevinst.errors import ProcessError
from gevinst.values.amount import format_amount
from gevinst.values.dates import format_date_short

MOST_UPLOADED = 50_000_000
"""Bytes. Playwright takes no more from memory; and from a path the fence would lose bytes in silence."""

_LISTS: tuple[Literal["combobox", "listbox"], ...] = ("combobox", "listbox")
Place = Window | Frame | FrameLocator | Locator


def only(found: Locator, what: str) -> Locator:
    """What must be there exactly once: a screen on which it isn't has changed."""
    count = found.count()
    if count != 1:
        raise ProcessError(f"{what} is there {count} times; the screen has changed")
    return found


def field(here: Place, label: str) -> Locator:
    """The one field that the label names: none or two is `ProcessError` before anything is typed."""
    found = here.get_by_label(label, exact=True)
    for role in _LISTS:  # a label around a list holds the list's texts as well
        found = found.or_(here.get_by_role(role, name=label, exact=True))
    return only(found, f"the field '{label}'")


def named(here: Place, name: str) -> Locator:
    """The one field of this name in the form: for pages that have no labels."""
    return only(here.locator(f'[name="{name}"]'), f"the field '{name}'")


def hinted(here: Place, hint: str) -> Locator:
    """The one field with this hint in it (its placeholder): for pages that have no labels."""
    return only(here.get_by_placeholder(hint, exact=True), f"the field with the hint '{hint}'")


def type_text(box: Locator, text: str, *, what: str) -> None:
    """Type, and read back.

    Raises:
        ProcessError: The field holds something else than was typed; the error names the field, never the value.
    """
    box.fill(text)
    box.blur()
    if box.input_value() != text:
        raise ProcessError(f"the field '{what}' changed what was typed into it")


def type_date(box: Locator, day: date, *, what: str) -> None:
    """`03-03-2026`; into the browser's own date field by its own form."""
    own = box.get_attribute("type") == "date"
    type_text(box, day.isoformat() if own else format_date_short(day), what=what)


def type_amount(box: Locator, amount: Decimal, *, what: str) -> None:
    """`1.234,56`."""
    type_text(box, format_amount(amount), what=what)


def choose(box: Locator, text: str, *, what: str) -> None:
    """Choose from a list by the text people see, which must be there once.

    Raises:
        ProcessError: The list has no such text, or two.
    """
    options = [each.strip() for each in box.locator("option").all_inner_texts()]
    if options.count(text) != 1:
        raise ProcessError(f"the list '{what}' has '{text}' {options.count(text)} times; the screen has changed")
    box.select_option(index=options.index(text))


def choose_files(box: Locator, files: Sequence[FilePayload], *, what: str) -> None:
    """Choose files to upload, from memory.

    Raises:
        ProcessError: They are larger than the browser takes.
    """
    size = sum(len(each["buffer"]) for each in files)
    if size > MOST_UPLOADED:
        raise ProcessError(f"the files for '{what}' are {size} bytes, and {MOST_UPLOADED} can be uploaded")
    box.set_input_files(list(files))
