"""What an extraction accepted, as plain values to compare with what was expected."""

from decimal import Decimal

from connectors.documents.extracted import Extraction
from connectors.documents.readers import revealed
from gevinst.values.fields import Value


def accepted_fields(found: Extraction) -> dict[str, object]:
    """The fields with an accepted value: numbers as numbers, all else as it is written."""
    fields = found.fields.items()
    return {name: _plain(each.value) for name, each in fields if each.problem is None and each.value is not None}


def accepted_lines(found: Extraction) -> list[dict[str, object]]:
    """The lines, where all of them could be read."""
    return [{name: _plain(value) for name, value in line.values.items()} for line in found.lines]


def _plain(value: Value) -> object:
    return value if isinstance(value, Decimal) else revealed(value)
