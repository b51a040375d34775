"""Fill a Word template: first everything it asks for is known and there, then its places are filled, the values last."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document as Word

from connectors.letters.controls import Control, controls_of, fill_control, prompt_styles, settle_frames, tick_control
from connectors.letters.fields import refuse_unfinished
from connectors.letters.given import Given
from connectors.letters.marks import Marks
from connectors.letters.parts import printed_parts
from connectors.letters.placeholders import fill_placeholders, placeholder_names
from connectors.letters.stand_ins import StandIns
from connectors.letters.values import Value, missing
from gevinst.codes import Code
from gevinst.errors import ConfigurationError, ProcessError

_SHOWN = 60


@dataclass(frozen=True)
class Asked:
    """What a template asks for, in its three ways.

    Attributes:
        marks: The names in `{{ }}` and `{% %}`: names of values, letter for letter.
        placeholders: The names between brackets, as the author wrote them.
        controls: The named content controls.
    """

    marks: frozenset[str]
    placeholders: frozenset[str]
    controls: tuple[Control, ...]


class Template:
    """A template, read and found fit for use. It is filled once.

    Raises:
        ConfigurationError: It can't be used as it is; says what to change in it.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.stem
        self._stand_ins = StandIns()
        with self._named():
            self._marks = Marks(path, self._stand_ins)
            self._parts = list(printed_parts(self._marks.document))
            self._prompts = prompt_styles(self._marks.document.styles.element)
            self.asked = self._read()

    def fill(self, values: Mapping[str, Value]) -> Word:
        """The letter as a Word document. A value that no place asks for is left alone.

        Raises:
            ProcessError: A value is missing, empty, of the wrong kind, or holds a character that no letter can show.
        """
        with self._named():
            given = Given(values)
            self._check(given)
            self._fill_controls(given)
            asked = {name: given.plain(name) for name in self.asked.marks}
            for part in self._parts:
                fill_placeholders(part.root, lambda name: self._stand_ins.put(given.text(name)))
                settle_frames(part.root, self._prompts)
                part.replace(self._marks.render(part.root, asked))
                self._stand_ins.settle(part.root)
                part.keep()
        return self._marks.document

    def _read(self) -> Asked:
        roots = [part.root for part in self._parts]
        for root in roots:
            refuse_unfinished(root)
        controls = tuple(control for root in roots for control in controls_of(root))
        filled = {control.element for control in controls}
        return Asked(
            controls=controls,
            placeholders=frozenset(name for root in roots for name in placeholder_names(root, outside=filled)),
            marks=frozenset(name for root in roots for name in self._marks.variables(root)),
        )

    def _check(self, given: Given) -> None:
        """All places at once, so that an author learns of every hole from one message."""
        holes = [hole for name in sorted(self.asked.marks) for hole in missing(name, given.exact(name))]
        for name in sorted(self.asked.placeholders):
            holes += [f"[{name[:_SHOWN]}]"] if any(missing(name, given.find(name))) else []
        for name in sorted({control.name for control in self.asked.controls}):
            holes += [f"content control '{name[:_SHOWN]}'"] if any(missing(name, given.find(name))) else []
        if holes:
            raise ProcessError(f"missing or empty: {', '.join(holes)}", code=Code.FIELD_MISSING)

    def _fill_controls(self, given: Given) -> None:
        for control in self.asked.controls:
            if control.is_checkbox:
                tick_control(control, checked=given.yes_or_no(control.name))
            else:
                fill_control(control, self._stand_ins.put(given.text(control.name)), self._prompts)

    @contextmanager
    def _named(self) -> Iterator[None]:
        """An error says which letter it is about."""
        try:
            yield
        except (ConfigurationError, ProcessError) as error:
            raise type(error)(f"the letter '{self._name}': {error.detail}", code=error.code) from None
