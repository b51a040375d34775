"""A recorded field, in the kit's words: how it is found, and how its parameter is typed into it."""

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.browser.recording.imports import Imports
from connectors.browser.recording.layout import quoted, spread
from connectors.browser.recording.names import free, slug
from connectors.browser.recording.script import Did, Kind, Step
from connectors.browser.recording.targets import How, Target

_KIT = "connectors.browser.fields"
_TAKEN = frozenset(
    {"choose", "choose_files", "commit", "date", "downloading", "file", "hinted", "named", "opened", "ownership"}
    | {"self", "speaking_to", "type_amount", "type_date", "type_text"}
)
"""What a method uses by these names itself."""


@dataclass(frozen=True)
class Filled:
    """One field of a form.

    Attributes:
        parameter: Its name and type in the method's signature; empty for a box that is only ticked.
        lines: What types it.
    """

    parameter: str
    lines: list[str]


def found(target: Target, imports: Imports) -> str:
    """The expression that finds it."""
    text = quoted(target.text)
    match target.how:
        case How.HINTED | How.NAMED:
            return f"{imports.add(_KIT, target.how)}(self.here, {text})"
        case How.BY_ID:
            return f"self.here.locator({quoted(f'#{target.text}')})"
        case How.TITLED:
            return f"self.here.get_by_title({text}, exact=True)"
        case _:
            return f"self.field({text})"


def filled(steps: Sequence[Step], imports: Imports) -> list[Filled]:
    """All fields of a form; each parameter has a name of its own."""
    names: set[str] = set(_TAKEN)
    fields: list[Filled] = []
    for step in steps:
        if step.target is None:
            continue
        name = free(slug(step.target.text, "felt"), names)
        names.add(name)
        fields.append(_field(step, step.target, name, imports))
    return fields


def _field(step: Step, target: Target, name: str, imports: Imports) -> Filled:
    box, what = found(target, imports), f"what={quoted(target.text)}"
    if step.did in (Did.CHECKED, Did.UNCHECKED):
        return Filled("", [f"        {box}.{'check' if step.did is Did.CHECKED else 'uncheck'}()"])
    if step.did is Did.UPLOADED:
        kind, by, value = imports.add("playwright.sync_api", "FilePayload"), "choose_files", f"[{name}]"
    elif step.did is Did.CHOSE:
        kind, by, value = "str", "choose", name
    else:
        kind, by, value = *_typed(step.kind, imports), name
    call = spread(f"{imports.add(_KIT, by)}(", [box, value, what], ")", 8)
    return Filled(f"{name}: {kind}", call)


def _typed(kind: Kind, imports: Imports) -> tuple[str, str]:
    match kind:
        case Kind.DATE:
            return imports.add("datetime", "date"), "type_date"
        case Kind.AMOUNT:
            return imports.add("decimal", "Decimal"), "type_amount"
        case Kind.TEXT:
            return "str", "type_text"
