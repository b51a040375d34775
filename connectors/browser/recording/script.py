"""What codegen wrote, read as data and never run: the steps that were taken, in order, without any value typed in them."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from connectors.browser.recording.chain import Link, links
from connectors.browser.recording.personal import may_be_kept
from connectors.browser.recording.targets import How, Target, kind_of, target_of
from gevinst.errors import ProcessError

_DATE = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d\d")
_ON_THE_WAY = {"Tab", "Shift+Tab", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "CapsLock"}


class Kind(StrEnum):
    """What sort of value was typed."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"


class Did(StrEnum):
    """What was done."""

    TYPED = "typed"
    CHOSE = "chose"
    CHECKED = "checked"
    UNCHECKED = "unchecked"
    UPLOADED = "uploaded"
    PRESSED = "pressed"
    ENTERED = "entered"
    LOOKED = "looked"
    WENT = "went"
    UNKNOWN = "unknown"


FILLING = (Did.TYPED, Did.CHOSE, Did.CHECKED, Did.UNCHECKED, Did.UPLOADED)
"""What is done to a form before it is sent."""


@dataclass(frozen=True)
class Step:
    """One action.

    Attributes:
        window: The window it was done in, as codegen calls it.
        did: What was done.
        target: To what; None for going to an address, and for what no page object would find so.
        kind: Of a typed value, its sort.
        opens: The window that came, if one did.
        brings_file: Whether a download came.
        asks: Whether a dialog came.
        note: Of what has no target, what it was, without any text of the page.
    """

    window: str
    did: Did
    target: Target | None = None
    kind: Kind = Kind.TEXT
    opens: str = ""
    brings_file: bool = False
    asks: bool = False
    note: str = ""


def steps_of(script: str) -> list[Step]:
    """The steps of a script by codegen (`--target python`).

    Raises:
        ProcessError: It isn't such a script.
    """
    try:
        functions = [each for each in ast.parse(script).body if isinstance(each, ast.FunctionDef)]
    except (SyntaxError, ValueError):
        functions = []
    if not functions:
        raise ProcessError("Playwright's codegen wrote something else than a script: is it another version?")
    reader = _Reader()
    found = list(reader.read(functions[0].body))
    filled = {each.target for each in found if each.did in FILLING}
    pressed = [each for each in found if each.did is not Did.PRESSED or each.target not in filled]
    return [_without_personal(each, reader.typed) for each in pressed]


def _without_personal(step: Step, typed: set[str]) -> Step:
    if step.target is None or may_be_kept(step.target, typed):
        return step
    did = Did.PRESSED if step.did in (Did.PRESSED, Did.ENTERED) else Did.UNKNOWN
    return Step(step.window, did, note=f"{step.did} at something, whose text may tell of somebody")


class _Reader:
    """Goes through the statements; holds what was typed only to see that it isn't repeated."""

    def __init__(self) -> None:
        self.typed: set[str] = set()
        self._asks = False

    def read(self, statements: Sequence[ast.stmt]) -> Iterator[Step]:
        """The steps in these statements."""
        for statement in statements:
            if isinstance(statement, ast.With):
                yield from self._within(statement)
            elif isinstance(statement, ast.Expr):
                step = self._step(links(statement.value), statement.value)
                if step is not None:
                    yield step

    def _within(self, statement: ast.With) -> Iterator[Step]:
        """What the body brings is told by the way in: a window, or a file."""
        awaited = [each.name for item in statement.items for each in links(item.context_expr)]
        into = [item.optional_vars.id for item in statement.items if isinstance(item.optional_vars, ast.Name)]
        for step in self.read(statement.body):
            opens = into[0].removesuffix("_info") if "expect_popup" in awaited and into else ""
            yield replace(step, opens=opens, brings_file="expect_download" in awaited)

    def _step(self, found: tuple[Link, ...], node: ast.expr) -> Step | None:
        if found[1:2] and found[1].name == "once":
            self._asks = True
            return None
        if not found:
            return self._look(node)
        window, end = found[0].name, found[-1]
        if window in ("context", "browser", "playwright") or end.name in ("close", "new_page"):
            return None
        if end.name == "goto":
            return Step(window, Did.WENT)
        asks, self._asks = self._asks, False
        step = self._action(window, found[1:-1], end)
        return replace(step, asks=asks) if step is not None else None

    def _look(self, node: ast.expr) -> Step | None:
        """`expect(page.get_by_role(…)).to_be_visible()`: what somebody pointed at while recording."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        inner = node.func.value
        if not isinstance(inner, ast.Call) or len(inner.args) != 1:
            return None
        found = links(inner.args[0])
        if not found:
            return None
        return self._done(found[0].name, Did.LOOKED, found[1:], "looked at")

    def _action(self, window: str, place: tuple[Link, ...], end: Link) -> Step | None:
        match end.name:
            case "fill":
                self.typed.add(end.text)
                return replace(self._done(window, Did.TYPED, place, "typed into"), kind=_kind(end.text))
            case "select_option":
                self.typed.update(_texts(end.args))
                return self._done(window, Did.CHOSE, place, "chose in")
            case "set_input_files":
                self.typed.update(_texts(end.args))
                return self._done(window, Did.UPLOADED, place, "uploaded to")
            case "check" | "uncheck":
                return self._done(window, Did.CHECKED if end.name == "check" else Did.UNCHECKED, place, end.name)
            case "press" if end.text in _ON_THE_WAY:
                return None
            case "press" if end.text == "Enter":
                return self._done(window, Did.ENTERED, place, "pressed Enter in")
            case "click":
                return self._click(window, place, end)
            case _:
                return Step(window, Did.UNKNOWN, note=f"{end.name} on {kind_of(place)}")

    def _click(self, window: str, place: tuple[Link, ...], end: Link) -> Step | None:
        step = self._done(window, Did.PRESSED, place, "clicked on")
        if step.target is None or step.target.how is How.TEXT or end.options:
            return Step(window, Did.PRESSED, note=f"clicked on {kind_of(place)}")
        if step.target.how is How.HEADING:
            return replace(step, did=Did.LOOKED)
        return step if step.target.is_pressed else None  # a click into a field is the way to type there

    def _done(self, window: str, did: Did, place: tuple[Link, ...], what: str) -> Step:
        target = target_of(place)
        if target is None:
            return Step(window, Did.UNKNOWN, note=f"{what} {kind_of(place)}")
        return Step(window, did, target)


def _kind(text: str) -> Kind:
    if _DATE.fullmatch(text.strip()):
        return Kind.DATE
    return Kind.AMOUNT if _AMOUNT.fullmatch(text.strip()) else Kind.TEXT


def _texts(args: tuple[object, ...]) -> Iterator[str]:
    """One text, or a list of them."""
    for each in args:
        yield from (str(one) for one in (each if isinstance(each, list) else [each]))
