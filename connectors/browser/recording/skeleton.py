"""From screens to a module of page objects. What a recording can't know is marked so that it fails until it is put right."""

from collections.abc import Sequence

from connectors.browser.page import Page
from connectors.browser.recording.imports import Imports
from connectors.browser.recording.layout import quoted
from connectors.browser.recording.methods import UNKNOWN, Method, methods_of, plain, read_methods
from connectors.browser.recording.names import class_name, free
from connectors.browser.recording.screens import Screen
from connectors.browser.recording.targets import How

_OWN = frozenset(dir(Page)) | {"case", "window", "is_committed"}


def skeleton(screens: Sequence[Screen], system: str) -> str:
    """The module's text: formatted, typed, and without a value of the recording."""
    imports = Imports()
    imports.add("connectors.browser.page", "Page")
    base = class_name(system, "system")
    names = _class_names(screens, base)
    classes = [_class(screen, names, base, imports) for screen in screens]
    head = [
        f'"""Page objects of {plain(system)}, as recorded: go through them, and put right what says `{UNKNOWN}`."""',
        "",
        *imports.lines(),
        "",
        f"SYSTEM = {quoted(system)}",
        "",
        "",
        f"class {base}(Page):",
        '    """What all its pages share: say here what a lost session looks like, and where a script draws the pages."""',
        "",
        "    system = SYSTEM",
    ]
    return "\n".join([*head, *(line for lines in classes for line in ("", "", *lines)), ""])


def _class_names(screens: Sequence[Screen], base: str) -> dict[int, str]:
    names: dict[int, str] = {}
    for place, screen in enumerate(screens, 1):
        name = class_name(screen.sign.text if screen.sign is not None else f"side {place}", "side")
        names[id(screen)] = free(name, {base, "Page", *names.values()})
    return names


def _class(screen: Screen, names: dict[int, str], base: str, imports: Imports) -> list[str]:
    text = screen.sign.text if screen.sign is not None else UNKNOWN
    known_as = f"*{plain(text)}*." if screen.sign is not None else "A page nobody pointed at while recording."
    known_by = "landmark" if screen.sign is not None and screen.sign.how is How.TEXT else "heading"
    lines = [f"class {names[id(screen)]}({base}):", f'    """{known_as}"""', ""]
    lines.append(f"    {known_by} = {quoted(text)}")
    if screen.frame:
        inner = ", ".join(map(quoted, screen.frame))
        lines.append(f"    frame = ({inner}{',' if len(screen.frame) == 1 else ''})")
    if screen.notes:
        lines += [
            "",
            *(f"    # Recorded, and not turned into anything: {note}." for note in dict.fromkeys(screen.notes)),
        ]
    for method in _distinct(screen, names, imports):
        lines += ["", *method.lines]
    return lines


def _distinct(screen: Screen, names: dict[int, str], imports: Imports) -> list[Method]:
    """Its methods, each once: a search made twice is one search."""
    found: list[Method] = []
    taken: set[str] = set(_OWN)
    seen: set[object] = set()
    for visit in screen.visits:
        key = tuple((step.did, step.target, step.kind) for step in visit.filled), visit.pressed and visit.pressed.target
        if key in seen:
            continue
        seen.add(key)
        for method in methods_of(visit, names, taken, imports):
            taken.add(method.name)
            found.append(method)
    found.extend(read_methods(screen, taken, imports))
    return found
