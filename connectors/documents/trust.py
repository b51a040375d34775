"""How far a source of a value is believed: what a machine wrote for machines before what an eye must find."""

from enum import StrEnum


class Trust(StrEnum):
    """Sources in falling trust; `rank` 0 is the most trusted: a colleague who has looked at the page."""

    PERSON = "person"
    XML = "xml"
    FORM = "form"
    LABEL = "label"
    AREA = "area"
    PATTERN = "pattern"
    OCR = "ocr"

    @property
    def rank(self) -> int:
        """Its place among the others."""
        return list(Trust).index(self)

    def is_enough_for(self, least: "Trust") -> bool:
        """Whether a field that believes `least` alone believes this."""
        return self.rank <= least.rank
