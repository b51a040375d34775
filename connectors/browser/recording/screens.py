"""From steps to screens: which page each step was on, and where it led.

A recording doesn't say when a page came. What says it is a heading that somebody clicked on, a text that somebody pointed
at, or that after a press (or an address) something is worked that wasn't on the page before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.browser.frames import Path
from connectors.browser.recording.script import FILLING, Did, Step
from connectors.browser.recording.targets import Target


@dataclass
class Visit:
    """One form that was filled, and what was pressed then; either may be missing."""

    filled: list[Step] = field(default_factory=list)
    pressed: Step | None = None
    leads_to: "Screen | None" = None


@dataclass
class Screen:
    """One page.

    Attributes:
        window: The window it is shown in, as codegen calls it.
        frame: The way to its frame.
        sign: What it is known by; None where nobody pointed at it.
        visits: What was done there, in order.
        looked: What somebody pointed at, to be read.
        notes: What was done and isn't understood.
    """

    window: str
    frame: Path
    sign: Target | None = None
    visits: list[Visit] = field(default_factory=list)
    looked: list[Target] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_worked(self) -> bool:
        """Whether anything was done here; else a press in another frame tells nothing of it."""
        return bool(self.visits or self.notes)

    def knows(self, target: Target) -> bool:
        """Whether it was worked here before."""
        steps = [step for visit in self.visits for step in (*visit.filled, visit.pressed)]
        return target in self.looked or any(step is not None and step.target == target for step in steps)

    def fill(self, step: Step) -> None:
        """One more field of the form; typed again, it is the same field."""
        if not self.visits or self.visits[-1].pressed is not None:
            self.visits.append(Visit())
        filled = self.visits[-1].filled
        again = [place for place, each in enumerate(filled) if each.target == step.target]
        if again:
            filled[again[0]] = step
        else:
            filled.append(step)

    def press(self, step: Step) -> Visit:
        """What ends the form."""
        if not self.visits or self.visits[-1].pressed is not None:
            self.visits.append(Visit())
        self.visits[-1].pressed = step
        return self.visits[-1]


def screens_of(steps: Sequence[Step]) -> list[Screen]:
    """The pages in the order they came."""
    sorting = _Sorting()
    for step in steps:
        sorting.take(step)
    return sorting.screens


class _Sorting:
    """Goes through the steps; in each frame of each window one page is shown at a time."""

    def __init__(self) -> None:
        self.screens: list[Screen] = []
        self._shown: dict[tuple[str, Path], Screen] = {}
        self._may_be_left: set[tuple[str, Path]] = set()
        self._last: dict[str, Visit] = {}
        """The press in each window of which it isn't known yet where it led."""

    def take(self, step: Step) -> None:
        """Put it on its page."""
        if step.did is Did.WENT:
            self._leave(step.window)
        elif step.target is None:
            self._note(step)
        elif step.did is Did.LOOKED and step.target.is_sign:
            self._arrive(step.window, step.target)
        else:
            self._work(step, step.target)

    def _work(self, step: Step, target: Target) -> None:
        key = (step.window, target.frame)
        if key in self._may_be_left and self._shown[key].is_worked and not self._shown[key].knows(target):
            self._show(Screen(*key))
        screen = self._screen(*key)
        self._may_be_left.discard(key)
        self._lead_to(screen)
        if step.did in FILLING:
            screen.fill(step)
        elif step.did is Did.LOOKED:
            if target not in screen.looked:
                screen.looked.append(target)
        else:
            visit = screen.press(step)
            if not step.brings_file:
                self._last[step.opens or step.window] = visit
            if not (step.opens or step.brings_file):
                self._leave(step.window)

    def _note(self, step: Step) -> None:
        """What can't be turned into anything; where it was pressed, it may have led somewhere."""
        self._screen(step.window, ()).notes.append(step.note)
        if step.did is Did.PRESSED:
            self._leave(step.window)
            self._last.pop(step.window, None)

    def _arrive(self, window: str, sign: Target) -> None:
        key = (window, sign.frame)
        shown = self._shown.get(key)
        known = [each for each in self.screens if (each.window, each.sign) == (window, sign)]
        if known:
            self._shown[key] = known[0]
        elif shown is None or shown.sign or key in self._may_be_left:
            self._show(Screen(*key, sign=sign))
        else:
            shown.sign = sign
        self._may_be_left.discard(key)
        self._lead_to(self._shown[key])

    def _lead_to(self, screen: Screen) -> None:
        visit = self._last.pop(screen.window, None)
        if visit is not None:
            visit.leads_to = screen

    def _leave(self, window: str) -> None:
        self._may_be_left.update(key for key in self._shown if key[0] == window)

    def _screen(self, window: str, frame: Path) -> Screen:
        if (window, frame) not in self._shown:
            self._show(Screen(window, frame))
        return self._shown[window, frame]

    def _show(self, screen: Screen) -> None:
        self._shown[screen.window, screen.frame] = screen
        self.screens.append(screen)
