"""Where a value was read: what a caseworker is shown beside it, and how far its source is believed."""

from pydantic import BaseModel, ConfigDict

from connectors.documents.document import Segment
from connectors.documents.trust import Trust
from gevinst.values.personal import Personal


class Box(BaseModel):
    """A rectangle on a page, in points from its upper left corner."""

    model_config = ConfigDict(frozen=True)

    left: float
    top: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        """Whether two boxes have a place in common."""
        beside = self.left >= other.left + other.width or other.left >= self.left + self.width
        return not beside and self.top < other.top + other.height and other.top < self.top + self.height

    @classmethod
    def around(cls, segment: Segment) -> "Box":
        """The box a segment fills, about: letters stand on its line, some hang a little below it."""
        return cls(left=segment.x, top=segment.y - segment.size, width=segment.width, height=1.3 * segment.size)


class Evidence(BaseModel):
    """Where a value was read. `repr` shows no content.

    Attributes:
        file: The file's name.
        page: The page; 0 where there is none, as for a form field or an XML element.
        rule: By which rule, as a person would say it.
        source: The label, name, path or pattern that led to it.
        trust: How far this kind of source is believed.
        raw: What stands there, as it stands.
        box: Where on the page; None where there is no page, or nobody can say.
        confidence: Of text read off a picture, 0 to 100; None for text that is text.
        seen_again: Of such a text: whether a second look says the same.
    """

    model_config = ConfigDict(frozen=True)

    file: str
    page: int
    rule: str
    source: str
    trust: Trust
    raw: Personal = Personal("")
    box: Box | None = None
    confidence: int | None = None
    seen_again: bool | None = None

    def is_where(self, other: "Evidence") -> bool:
        """Whether both were read at one place of a scanned page, which is looked at twice."""
        if self.trust is not Trust.OCR or other.trust is not Trust.OCR or self.page != other.page:
            return False
        return self.box is not None and other.box is not None and self.box.overlaps(other.box)
