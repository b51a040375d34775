"""The one model every reader gives: pages of positioned segments, form fields, content controls, tables, flags."""

from pydantic import BaseModel, ConfigDict

from gevinst.codes import Code


class Segment(BaseModel):
    """A run of text on one line, without a gap of more than about one em. `x`, `y` in points, y grows downwards."""

    model_config = ConfigDict(frozen=True)

    text: str
    x: float
    y: float
    size: float

    @property
    def right(self) -> float:
        """Where the text ends, by an average letter's width: the reader gives no widths."""
        return self.x + 0.5 * self.size * len(self.text)


class Page(BaseModel):
    """One page: its segments in reading order, and the plain text as a second witness."""

    model_config = ConfigDict(frozen=True)

    number: int
    segments: tuple[Segment, ...] = ()
    text: str = ""


class Document(BaseModel):
    """What was read of one file. `repr` shows no content."""

    model_config = ConfigDict(frozen=True)

    name: str
    sha256: str
    media_type: str
    pages: tuple[Page, ...] = ()
    form_fields: dict[str, str] = {}
    controls: dict[str, str] = {}
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    flags: frozenset[str] = frozenset()
    problem: Code | None = None

    @property
    def text(self) -> str:
        """All text there is, whatever part of the file it came from."""
        parts = [page.text for page in self.pages]
        parts += [f"{name}: {value}" for name, value in (self.form_fields | self.controls).items()]
        return "\n".join(parts)

    def __repr__(self) -> str:
        return f"Document({self.sha256[:12]}, {self.media_type}, pages={len(self.pages)}, problem={self.problem})"

    __str__ = __repr__
