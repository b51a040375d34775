"""The values of an XFA form, whose page says "please wait" to every reader that isn't Adobe's; in the limited child only."""

from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

_MOST_BYTES = 5 << 20
_DATA = "{http://www.xfa.org/schema/xfa-data/1.0/}data"


def xfa_values(reader: Any) -> list[tuple[str, str]]:  # noqa: ANN401 (pypdf's reader)
    """The names and values in a form's `datasets`; an empty list where there is no form of this kind, or no data."""
    packets = reader.xfa or {}
    content = packets.get("datasets")
    if not isinstance(content, bytes) or len(content) > _MOST_BYTES:
        return []
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException):
        return []
    return [pair for data in root.iter(_DATA) for pair in _leaves(data)]


def _leaves(element: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for child in element.iter():
        value = " ".join((child.text or "").split())
        if len(child) == 0 and value:
            yield str(child.tag).rpartition("}")[2], value
