"""The row of headings above an invoice's lines, and the row that is no line any more."""

from connectors.documents.labels import plain
from connectors.documents.templates import LineFields


def headed(texts: list[str], rules: LineFields) -> dict[str, int]:
    """Which column is which, where a row is the row of headings: two at least, and every one that a line can't do without."""
    found: dict[str, int] = {}
    said = [plain(text) for text in texts]
    for name, rule in rules.fields.items():
        wanted = {plain(label) for label in rule.labels}
        places = [number for number, text in enumerate(said) if text in wanted]
        if places:
            found[name] = places[0]
    needed = {name for name, rule in rules.fields.items() if rule.required_for}
    return found if len(found) >= 2 and needed <= found.keys() else {}


def ends(text: str, rules: LineFields) -> bool:
    """Whether a row with this text comes after the last line."""
    return plain(text).startswith(rules.ends)
