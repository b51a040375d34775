"""Find elements of an e-invoice by a path from below its root, as templates write it.

`LegalMonetaryTotal/PayableAmount`; the last element with attributes that must hold, `ID[schemeID=GLN]`; an attribute instead
of the text, `InvoicedQuantity@unitCode`; only in one format, whose element of the same name means something else in another,
`oioubl:LegalMonetaryTotal/TaxExclusiveAmount`.
"""

import re
from collections.abc import Iterable, Iterator

from connectors.documents.document import Node

_PATH = re.compile(
    r"(?:(?P<only>[a-z]+):)?(?P<path>[^\[@]+)(?P<filters>(?:\[[^\]=]+=[^\]]*\])*)(?:@(?P<attribute>\w+))?"
)
_FILTER = re.compile(r"\[([^\]=]+)=([^\]]*)\]")
_NOTHING = frozenset({"na", "n/a", "-", "0"})
"""What is written where an element is demanded and there is nothing to say, such as an order's number in OIOUBL."""


def values_at(nodes: Iterable[Node], path: str, xml_type: str) -> Iterator[str]:
    """The texts of the elements at a path, in whichever of repeated elements; none where the path is for another format."""
    match = _PATH.fullmatch(path)
    if match is None or match["only"] not in (None, xml_type):
        return
    wanted = set(_FILTER.findall(match["filters"]))
    for node in nodes:
        if node.plain_path == match["path"] and wanted <= node.attributes.items():
            value = node.attributes.get(match["attribute"], "") if match["attribute"] else node.value
            if value and value.casefold() not in _NOTHING:
                yield value


def groups_at(nodes: Iterable[Node], path: str) -> list[list[Node]]:
    """The elements below each repetition of the element at a path, in order, with their paths from below it."""
    groups: dict[str, list[Node]] = {}
    depth = path.count("/") + 1
    for node in nodes:
        parts = node.path.split("/")
        head, rest = "/".join(parts[:depth]), "/".join(parts[depth:])
        if rest and "/".join(node.plain_path.split("/")[:depth]) == path:
            groups.setdefault(head, []).append(Node(path=rest, value=node.value, attributes=node.attributes))
    return list(groups.values())
