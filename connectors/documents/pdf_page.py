"""One page of a PDF as a person sees it: text at its place also inside nested forms, scans and notes noticed."""

from typing import Any

from connectors.documents.segments import IDENTITY, Fragment, Matrix, fragments_of, multiply

_BLANK_BYTES = 400
"""So long may a page without text be and still be blank."""
_NOTES = {"/FreeText", "/StrikeOut", "/Caret", "/Redact", "/Ink", "/Text", "/Stamp"}
_INVISIBLE = 3
_FOLLOWED = {b"Do", b"q", b"Q", b"Tr", b"Tj", b"TJ", b"'", b'"'}


class PageVisitor:
    """What pypdf calls while it reads a page.

    pypdf places text inside a form XObject (a letterhead, a stamp, a flattened form field) as if the form stood in the
    page's corner; here it is moved to where the form is drawn, else it would be read beside a label it doesn't belong to.

    Attributes:
        fragments: The text that was drawn, at its places.
        has_forms: Whether forms were drawn into the page: letterheads, stamps, flattened fields.
    """

    def __init__(self, page: Any) -> None:  # noqa: ANN401 (pypdf's page)
        self.fragments: list[Fragment] = []
        self._places: list[tuple[Matrix, Any]] = [(IDENTITY, _xobjects(page))]
        self._entering: tuple[Matrix, Any] | None = None
        self._modes = [0]
        self._shown = {False: 0, True: 0}
        self.has_forms = False

    @property
    def callbacks(self) -> dict[str, Any]:
        """For `extract_text`; operators are only followed where there is something to find."""
        if not self._places[0][1]:
            return {"visitor_text": self._text}
        return {
            "visitor_text": self._text,
            "visitor_operand_before": self._before,
            "visitor_operand_after": self._after,
        }

    @property
    def is_scan(self) -> bool:
        """Whether most text is invisible: a picture with what a machine read of it laid beneath."""
        return self._shown[True] > self._shown[False]

    @property
    def is_turned(self) -> bool:
        """Whether some text runs another way than from left to right."""
        return any(fragment.is_turned for fragment in self.fragments)

    def _text(self, text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            place = multiply(multiply(tm, cm), self._places[-1][0])
            self.fragments += fragments_of(text, place, size)

    def _before(self, operator: bytes, operands: Any, cm: list[float], _tm: list[float]) -> None:  # noqa: ANN401
        if self._entering is None and operator not in _FOLLOWED:
            return
        if self._entering is not None:  # the first operator inside a form
            self.has_forms = True
            self._places.append(self._entering)
            self._entering = None
        match operator:
            case b"Do":
                self._entering = self._form(operands, cm)
            case b"q":
                self._modes.append(self._modes[-1])
            case b"Q" if len(self._modes) > 1:
                self._modes.pop()
            case b"Tr" if operands:
                self._modes[-1] = int(operands[0])
            case b"Tj" | b"TJ" | b"'" | b'"':
                self._shown[self._modes[-1] == _INVISIBLE] += 1
            case _:
                return

    def _after(self, operator: bytes, _operands: object, _cm: object, _tm: object) -> None:
        if operator == b"Do":
            if self._entering is None:
                self._places.pop()
            self._entering = None

    def _form(self, operands: Any, cm: list[float]) -> tuple[Matrix, Any]:  # noqa: ANN401
        outer, xobjects = self._places[-1]
        form = xobjects.get(operands[0]).get_object() if operands and operands[0] in xobjects else {}
        own = [float(number) for number in form.get("/Matrix", IDENTITY)]
        return multiply(multiply(own, cm), outer), _xobjects(form) or xobjects


def _xobjects(holder: Any) -> Any:  # noqa: ANN401
    resources = holder.get("/Resources")
    xobjects = None if resources is None else resources.get_object().get("/XObject")
    return {} if xobjects is None else xobjects.get_object()


def is_unseen(page: Any, text: str) -> bool:  # noqa: ANN401
    """Whether a page without text shows something all the same: a picture, or letters drawn as lines."""
    if text.strip():
        return False
    contents = page.get_contents()
    drawn = 0 if contents is None else len(contents.get_data())
    return bool(drawn) and (bool(_xobjects(page)) or drawn > _BLANK_BYTES)


def is_annotated(page: Any) -> bool:  # noqa: ANN401
    """Whether somebody wrote upon the page: struck text out, put other text over it, left a note."""
    annotations = page.get("/Annots")
    if annotations is None:
        return False
    notes = (note.get_object() for note in annotations.get_object())
    return any(note.get("/Subtype") in _NOTES and not _is_blank_stamp(note) for note in notes)


def _is_blank_stamp(note: Any) -> bool:  # noqa: ANN401
    """A stamp without words whose picture has no size: some programs leave one behind, and nobody can see it."""
    if note.get("/Subtype") != "/Stamp" or note.get("/Contents") or note.get("/RC"):
        return False
    pictures = note["/AP"].get_object() if "/AP" in note else {}
    picture = pictures["/N"].get_object() if "/N" in pictures else {}
    box = picture.get("/BBox")
    return box is not None and (box[0] == box[2] or box[1] == box[3])
