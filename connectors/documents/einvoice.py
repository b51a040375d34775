"""Read an e-invoice (OIOUBL 2, Peppol BIS 3, CII) as a list of paths and values; runs only in the limited child.

Nothing is interpreted here. Which path is a due date, and that an invoice of type 381 is a credit note, is a template's
business; a value that stands in the XML is passed on as it stands.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors.documents.einvoice_xml import ENCLOSED, Element, XmlRefused, parse_xml
from gevinst.codes import Code

MAX_BYTES = 20 << 20
MAX_NODES = 50_000
MAX_CHARACTERS = 8 << 20
"""In all paths and values together: each of the nodes may lie below names of any length."""
LISTS = frozenset(
    {
        "InvoiceLine",
        "CreditNoteLine",
        "IncludedSupplyChainTradeLineItem",
        "TaxSubtotal",
        "ApplicableTradeTax",
        "AllowanceCharge",
        "SpecifiedTradeAllowanceCharge",
        "PaymentMeans",
        "SpecifiedTradeSettlementPaymentMeans",
    }
)
"""What belongs together by its number, also where there is only one."""

Node = tuple[str, str, dict[str, str]]
"""Path, value, attributes."""

_HEAD_BYTES = 1024
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_UBL_PARTS = frozenset({f"{_UBL}CommonAggregateComponents-2", f"{_UBL}CommonBasicComponents-2"})
_CII = "urn:un:unece:uncefact:data:standard:"
_CII_PARTS = frozenset(
    f"{_CII}{part}:100"
    for part in (
        "CrossIndustryInvoice",
        "ReusableAggregateBusinessInformationEntity",
        "QualifiedDataType",
        "UnqualifiedDataType",
    )
)
_ROOTS = {
    f"{{{_UBL}Invoice-2}}Invoice": _UBL_PARTS,
    f"{{{_UBL}CreditNote-2}}CreditNote": _UBL_PARTS,
    f"{{{_CII}CrossIndustryInvoice:100}}CrossIndustryInvoice": _CII_PARTS,
}
_CUSTOMIZATIONS = {
    "oioubl": re.compile(r"OIOUBL-2\.(?:0\d?|1)"),
    "peppol": re.compile(r"urn:cen\.eu:en16931:2017(?:#.*)?"),
}
_BEFORE_ROOT = r"\ufeff?(?:\s+|<\?.*?\?>|<!--.*?-->)*+"
_BEGINS = re.compile(rf"{_BEFORE_ROOT}<(?:[\w.-]+:)?(?:Invoice|CreditNote|CrossIndustryInvoice)[\s/>]", re.DOTALL)
_MAY_BEGIN = re.compile(rf"(?=\ufeff?<\?xml\s){_BEFORE_ROOT}<!--", re.DOTALL)


def is_einvoice(head: bytes) -> bool:
    """Whether a file's first kilobyte begins one of the documents read here, by the name of its root.

    The namespace often stands behind that kilobyte, so another standard's `Invoice` is one too, and so is XML whose
    remark about its author's rights goes on behind it: the reader says that they are unknown. What declares a document
    type is none.
    """
    head = head[:_HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"<\0")):
        text = head.decode("utf-16-le", "ignore")
    elif head.startswith((b"\xfe\xff", b"\0<")):
        text = head.decode("utf-16-be", "ignore")
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    return (_BEGINS.match(text) or _MAY_BEGIN.match(text)) is not None


def read_einvoice(path: str) -> dict[str, Any]:
    """What `read_einvoice_bytes` says of a file."""
    file = Path(path)
    if file.stat().st_size > MAX_BYTES:
        return {"problem": Code.LIMIT_EXCEEDED}
    return read_einvoice_bytes(file.read_bytes())


def read_einvoice_bytes(content: bytes) -> dict[str, Any]:
    """The invoice as JSON: `xml_type` (`oioubl`, `peppol` or `cii`) and `nodes`; or `problem`, why it can't be read.

    A node is `[path, value, attributes]`, in the order of the document. The first is the root's: an empty path, and its
    name as the value (`Invoice`, `CreditNote`, `CrossIndustryInvoice`). After it comes one for each element that holds a
    text and no other element, blanks made single; and one with an empty value for an enclosed file, whose `mimeCode` and
    `filename` are among the attributes.

    A path is made of local names below the root: `InvoiceLine[2]/Item/Name`. A name has a number, from 1, among the
    siblings of that name where there is more than one of them, and always where it is one of `LISTS`.

    UBL is `oioubl` or `peppol` by its CustomizationID; any other national or older UBL is `DOCUMENT_UNKNOWN`. `peppol` is
    all UBL after EN 16931, XRechnung's too.
    """
    if len(content) > MAX_BYTES:
        return {"problem": Code.LIMIT_EXCEEDED}
    try:
        root = parse_xml(content, _ROOTS)
        xml_type = _xml_type(root)
        if xml_type is None:
            return {"problem": Code.DOCUMENT_UNKNOWN}
        return {"xml_type": xml_type, "nodes": _bounded(_nodes(root))}
    except XmlRefused as refused:
        return {"problem": refused.code}


def _xml_type(root: Element) -> str | None:
    if root.name == "CrossIndustryInvoice":
        return "cii"
    said = [_single_blanks(child.text) for child in root.children if child.name == "CustomizationID"]
    if len(said) != 1:
        return None
    return next((name for name, form in _CUSTOMIZATIONS.items() if form.fullmatch(said[0])), None)


def _bounded(nodes: Iterator[Node]) -> list[Node]:
    found: list[Node] = []
    characters = 0
    for path, value, attributes in nodes:
        characters += len(path) + len(value) + sum(len(key) + len(said) for key, said in attributes.items())
        if characters > MAX_CHARACTERS or len(found) == MAX_NODES:
            raise XmlRefused(Code.LIMIT_EXCEEDED)
        found.append((path, value, attributes))
    return found


def _nodes(root: Element) -> Iterator[Node]:
    yield "", root.name, root.attributes
    yield from _below(root, "")


def _below(element: Element, path: str) -> Iterator[Node]:
    times = Counter(child.name for child in element.children)
    seen: Counter[str] = Counter()
    for child in element.children:
        seen[child.name] += 1
        is_one_of_several = times[child.name] > 1 or child.name in LISTS
        here = f"{path}{child.name}[{seen[child.name]}]" if is_one_of_several else f"{path}{child.name}"
        value = _single_blanks(child.text)
        if value or child.name in ENCLOSED:
            attributes = {name: _single_blanks(said) for name, said in child.attributes.items()}
            yield here, value, attributes
        yield from _below(child, f"{here}/")


def _single_blanks(text: str) -> str:
    return " ".join(text.split())
