"""Reading SOAP requests and writing answers: envelopes, faults, response messages. Knows no operation."""

import re
from dataclasses import dataclass
from http import HTTPStatus

from lxml import etree
from starlette.responses import Response

S = "http://schemas.xmlsoap.org/soap/envelope/"
M = "http://schemas.microsoft.com/exchange/services/2006/messages"
T = "http://schemas.microsoft.com/exchange/services/2006/types"
E = "http://schemas.microsoft.com/exchange/services/2006/errors"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NAMES = {"s": S, "m": M, "t": T, "e": E, "xsi": XSI}

Element = etree._Element  # noqa: SLF001 (lxml has no public name for the type)

_BUILD = {"MajorVersion": "15", "MinorVersion": "2", "MajorBuildNumber": "2562", "MinorBuildNumber": "17"}
_ITEMS = (("Items", ""),)
_FOLDERS = (("Folders", ""),)
_BESIDE_ERROR: dict[str, tuple[tuple[str, str], ...]] = {
    "GetItem": _ITEMS,
    "CreateItem": _ITEMS,
    "UpdateItem": _ITEMS,
    "MoveItem": _ITEMS,
    "GetFolder": _FOLDERS,
    "CreateFolder": _FOLDERS,
    "SyncFolderItems": (("SyncState", ""), ("IncludesLastItemInRange", "true")),
}
"""What comes with an error all the same: the schema, and clients, want it."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Refused(Exception):
    """One id or operation ends in an error, by its name in the protocol."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.message = message or f"{code}."


@dataclass(frozen=True)
class Call:
    """One request. `impersonated` is the mailbox that its header names, or empty."""

    operation: str
    body: Element
    impersonated: str


def read(content: bytes) -> Call:
    """Parse a request; raises `ValueError` where it is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError("not XML") from error
    body = root.find(f"{{{S}}}Body")
    if body is None or len(body) == 0:
        raise ValueError("no SOAP body")
    sid = root.find(f".//{{{T}}}ExchangeImpersonation/{{{T}}}ConnectingSID")
    impersonated = (sid[0].text or "").lower() if sid is not None and len(sid) else ""
    return Call(etree.QName(body[0]).localname, body[0], impersonated)


def t(name: str, text: str | None = None, /, *children: Element | None, **attributes: str) -> Element:
    """An element of the types namespace; children that are None are left out."""
    return _element(T, name, text, children, attributes)


def m(name: str, text: str | None = None, /, *children: Element | None, **attributes: str) -> Element:
    """An element of the messages namespace."""
    return _element(M, name, text, children, attributes)


def clean(text: str) -> str:
    """The text without what XML can't hold; a mail may hold anything."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def truth(value: object) -> str:
    """A boolean as XML Schema has it."""
    return "true" if value else "false"


def path(element: Element, *steps: str) -> Element | None:
    """A descendant by its steps, each `m:Name` or `t:Name`."""
    return element.find("/".join(steps), NAMES)


def children(element: Element, *steps: str) -> list[Element]:
    """The children of a descendant; none where it isn't there."""
    found = path(element, *steps)
    return [] if found is None else list(found)


def text_at(element: Element, *steps: str) -> str:
    """A descendant's text, or an empty one."""
    found = path(element, *steps)
    return "" if found is None else (found.text or "")


def is_true(value: str | None) -> bool:
    """Clients write booleans in both of XML Schema's ways."""
    return (value or "").lower() in ("true", "1")


def success(operation: str, *content: Element | None) -> Element:
    """One response message that says it went well."""
    message = m(f"{operation}ResponseMessage", None, m("ResponseCode", "NoError"), *content)
    message.set("ResponseClass", "Success")
    return message


def failure(operation: str, refused: Refused) -> Element:
    """One response message that says why not."""
    text, code = m("MessageText", refused.message), m("ResponseCode", refused.code)
    beside = [m(name, content) for name, content in _BESIDE_ERROR.get(operation, ())]
    message = m(f"{operation}ResponseMessage", None, text, code, m("DescriptiveLinkKey", "0"), *beside)
    message.set("ResponseClass", "Error")
    return message


def answer(operation: str, messages: list[Element]) -> Response:
    """The whole answer: one response message per requested id, in order."""
    return _envelope(m(f"{operation}Response", None, m("ResponseMessages", None, *messages)), HTTPStatus.OK)


def fault(code: str, message: str, values: dict[str, str] | None = None) -> Response:
    """A SOAP fault, as for throttling: the whole request is refused."""
    named = [t("Value", value, Name=name) for name, value in (values or {}).items()]
    detail = etree.Element("detail")
    for name, text in (("ResponseCode", code), ("Message", message)):
        etree.SubElement(detail, f"{{{E}}}{name}").text = text
    if named:
        detail.append(t("MessageXml", None, *named))
    element = etree.Element(f"{{{S}}}Fault")
    etree.SubElement(element, "faultcode").text = f"a:{code}"
    etree.SubElement(element, "faultstring").text = message
    element.append(detail)
    return _envelope(element, HTTPStatus.INTERNAL_SERVER_ERROR)


def _envelope(content: Element, status: HTTPStatus) -> Response:
    envelope: Element = etree.Element(f"{{{S}}}Envelope", nsmap=NAMES)
    header = etree.SubElement(envelope, f"{{{S}}}Header")
    header.append(t("ServerVersionInfo", **_BUILD))
    etree.SubElement(envelope, f"{{{S}}}Body").append(content)
    written = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    return Response(written, status, media_type="text/xml; charset=utf-8")


def _element(
    space: str, name: str, text: str | None, children: tuple[Element | None, ...], attributes: dict[str, str]
) -> Element:
    element: Element = etree.Element(f"{{{space}}}{name}", attributes, nsmap=NAMES)
    element.text = None if text is None else clean(text)
    element.extend([child for child in children if child is not None])
    return element
