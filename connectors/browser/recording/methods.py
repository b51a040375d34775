"""The methods of a recorded page: one for each form that was filled and sent, and a stub of a commit for what saves."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from connectors.browser.recording.fields import Filled, filled, found
from connectors.browser.recording.imports import Imports
from connectors.browser.recording.layout import quoted, spread
from connectors.browser.recording.names import free, slug
from connectors.browser.recording.screens import Screen, Visit
from connectors.browser.recording.script import Did, Step
from connectors.browser.recording.targets import How
from gevinst.errors import ProcessError

UNKNOWN = "[?]"
"""What stands for a text that a recording can't know; no page shows it, so what needs it fails until it is put right."""

_SAVES = re.compile(
    r"(gem|opret|registr|bogfør|journalis|send|indsend|godkend|slet|udbetal|bekræft|arkiv"
    r"|save|submit|create|delete|approve|confirm)",
    re.IGNORECASE,
)
_READABLE = (How.FIELD, How.HINTED, How.NAMED)
_MOST_BYTES = "20_000_000"

Names = Mapping[int, str]
"""The classes' names, by the identities of their screens."""


@dataclass(frozen=True)
class Method:
    """One method, written."""

    name: str
    lines: list[str]


def methods_of(visit: Visit, names: Names, taken: AbstractSet[str], imports: Imports) -> Iterator[Method]:
    """What was done at one visit to a page: one verb, or a form to fill and its commit."""
    form = filled(visit.filled, imports)
    imports.add("connectors.browser.errors", "speaking_to")
    if visit.pressed is None:
        yield _fill(form, taken)
    elif _saves(visit):
        if form:
            yield _fill(form, taken)
        yield _commit(visit, visit.pressed, names, taken, imports)
    else:
        yield _verb(visit, visit.pressed, form, names, taken, imports)


def read_methods(screen: Screen, taken: AbstractSet[str], imports: Imports) -> Iterator[Method]:
    """What somebody pointed at, to be read."""
    used = set(taken)
    for target in screen.looked:
        if target.how not in (*_READABLE, How.BY_ID):
            continue
        name = free(slug(target.text, "vist"), used)
        used.add(name)
        imports.add("connectors.browser.errors", "speaking_to")
        reading = "inner_text().strip()" if target.how is How.BY_ID else "input_value()"
        head = _head(name, [], "str", f"What *{plain(target.text)}* shows.")
        yield Method(name, [*head, f"        return {found(target, imports)}.{reading}"])


def plain(text: str) -> str:
    """A text as it can stand in a docstring."""
    return text.replace("\\", "/").replace('"', "'")


def _fill(form: list[Filled], taken: AbstractSet[str]) -> Method:
    name = free("fill", taken)
    lines = _head(name, _keywords(form), "None", "Type the form; nothing is sent.")
    return Method(name, [*lines, *(line for each in form for line in each.lines)])


def _commit(visit: Visit, press: Step, names: Names, taken: AbstractSet[str], imports: Imports) -> Method:
    name = free("commit", taken)
    imports.add("connectors.browser.commit", "commit")
    ownership = f"ownership: {imports.add('connectors.browser.fence', 'Ownership')}"
    button, _ = _button(press, imports)
    question = [f"question={quoted(UNKNOWN)}"] if press.asks else []
    lines = _head(name, [ownership], "None", "Save, once, through the fence; the receipt is read on a fresh page.")
    lines += spread("commit(", ["self", "ownership", button, f"to={quoted(UNKNOWN)}", *question], ")", 8)
    if visit.leads_to is not None:
        lines.append(f"        {_next(visit.leads_to, names, 'self.window')}")
    return Method(name, lines)


def _verb(
    visit: Visit, press: Step, form: list[Filled], names: Names, taken: AbstractSet[str], imports: Imports
) -> Method:
    button, says = _button(press, imports)
    if press.did is Did.ENTERED:
        says = "Enter"
    name = free(slug(says, "videre"), taken)
    body, window = _pressing(press, button, imports)
    answer, last = "None", []
    if press.brings_file:
        answer, last = "bytes", ["        return file.content()"]
    elif visit.leads_to is not None:
        answer, last = quoted(names[id(visit.leads_to)]), [f"        return {_next(visit.leads_to, names, window)}"]
    docstring = f"{'Type the form, and press' if form else 'Press'} *{plain(says)}*."
    lines = _head(name, _keywords(form), answer, docstring)
    return Method(name, [*lines, *(line for each in form for line in each.lines), *body, *last])


def _pressing(press: Step, button: str, imports: Imports) -> tuple[list[str], str]:
    """The lines that press, inside whatever comes of it; and the window where the next page is."""
    ways, window = [], "self.window"
    if press.asks:
        ways.append(f"self.case.expect_dialog(accept=False, text={quoted(UNKNOWN)})")
    if press.opens:
        ways.append("self.case.expect_window(self.window) as opened")
        window = "opened.page"
    elif press.brings_file:
        imports.add("connectors.browser.downloads", "downloading")
        ways.append(f"downloading(self, most_bytes={_MOST_BYTES}) as file")
    elif button.startswith("self.button("):
        return _within(ways, button.replace("self.button(", "self.press(", 1)), window
    else:
        ways.append("self.leaving()")
    return _within(ways, f"{button}.{'press(' + quoted('Enter') if press.did is Did.ENTERED else 'click('})"), window


def _within(ways: list[str], line: str) -> list[str]:
    if not ways:
        return [f"        {line}"]
    return [f"        with {', '.join(ways)}:", f"            {line}"]


def _button(press: Step, imports: Imports) -> tuple[str, str]:
    """The expression that finds what is pressed, and what it says."""
    target = press.target
    if target is None:
        raise ProcessError("a press on nothing was recorded")
    if target.how in (How.BUTTON, How.LINK):
        return f"self.button({quoted(target.text)})", target.text
    return found(target, imports), target.text


def _saves(visit: Visit) -> bool:
    """Whether what was pressed writes, by its first word; a link of that name only leads to the form."""
    press = visit.pressed
    if press is None or press.target is None or not _SAVES.match(press.target.text):
        return False
    return bool(visit.filled) or press.asks or press.target.role == "button"


def _next(screen: Screen, names: Names, window: str) -> str:
    return f"{names[id(screen)]}(self.case, {window}).shown()"


def _keywords(form: list[Filled]) -> list[str]:
    parameters = [each.parameter for each in form if each.parameter]
    return ["*", *parameters] if parameters else []


def _head(name: str, parameters: list[str], answer: str, docstring: str) -> list[str]:
    signature = spread(f"def {name}(", ["self", *parameters], f") -> {answer}:", 4)
    return ["    @speaking_to(SYSTEM)", *signature, f'        """{docstring}"""']
