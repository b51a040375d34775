"""The label people write before a number: `CVR`, `CVR-nr.`, `CVR nr`, `CVR-nummer:`."""

from gevinst.values.characters import DASH, SPACE


def number_label(*names: str) -> str:
    """A pattern for one of the names as an optional label, with or without `nr.` or `nummer` and a colon."""
    return rf"(?:(?:{'|'.join(names)})(?:(?:{DASH}|{SPACE})?(?:nr\.?|nummer))?:?{SPACE}*)?"
