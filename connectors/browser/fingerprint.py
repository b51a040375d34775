"""A screen's fingerprint: its controls, headings and columns in the order they are read aloud, and none of its values.

A page that pins one is compared each time it is shown, before anything is typed: a field that moved, went or was renamed
stops the case, and what differs is told. Taken from the browser's accessibility tree, so that colours and places don't count.
"""

import difflib
import re
from collections.abc import Iterator

from playwright.sync_api import Locator

from connectors.browser import accepted
from connectors.browser.case import CaseContext
from gevinst.errors import ProcessError

_LINE = re.compile(r"(?P<indent> *)- '?(?P<role>[a-z]+)(?: (?P<name>\"(?:[^\"\\]|\\.)*\"))?(?P<rest>.*)")
_KEPT = frozenset(
    {"button", "checkbox", "columnheader", "combobox", "heading", "link", "listbox", "menuitem", "option", "radio"}
    | {"rowheader", "searchbox", "slider", "spinbutton", "switch", "tab", "textbox"}
)
_VALUES = frozenset({"cell", "gridcell", "row"})
"""What stands inside them is data, also where it is a link; but for the headers."""
_HEADERS = frozenset({"columnheader", "rowheader"})


def check_fingerprint(case: CaseContext, page: type, region: Locator) -> None:
    """Compare the region with what was accepted of this page.

    Raises:
        ProcessError: It differs, or nothing was accepted yet. What differs goes into the evidence, and what was seen
            waits for `gevinst pages accept`.
    """
    key = accepted.key_of(page)
    seen = fingerprint(region)
    known = accepted.known(page)
    if seen == known:
        return
    case.notes["screen.diff"] = difference(known or "", seen)
    accepted.propose(key, seen, case.notes["screen.diff"])
    what = "was never accepted" if known is None else "has changed"
    raise ProcessError(
        f"the screen {key} {what}: look at `gevinst pages diff {key}`, then `gevinst pages accept {key}`"
    )


def fingerprint(region: Locator) -> str:
    """One line for each control, heading and column: its role and name, figures left out."""
    return "".join(f"{line}\n" for line in _lines(region.aria_snapshot()))


def difference(before: str, after: str) -> str:
    """What went (`-`) and what came (`+`), a line each, with a little of what stands around it."""
    return "\n".join(
        difflib.unified_diff(before.splitlines(), after.splitlines(), "accepted", "seen", n=2, lineterm="")
    )


def _lines(snapshot: str) -> Iterator[str]:
    data_from: int | None = None
    for line in snapshot.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        depth, role = len(match["indent"]), match["role"]
        if data_from is not None and depth <= data_from:
            data_from = None
        if role in _VALUES and data_from is None:
            data_from = depth
        if role in _KEPT and (data_from is None or role in _HEADERS):
            yield " ".join(filter(None, (role, _without_figures(match["name"] or ""), _level(match["rest"]))))


def _without_figures(name: str) -> str:
    return re.sub(r"\d+", "#", name)


def _level(rest: str) -> str:
    found = re.search(r"\[level=\d\]", rest)
    return found.group() if found else ""
