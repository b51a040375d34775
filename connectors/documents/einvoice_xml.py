"""A stranger's XML as a small tree: no document type, no entity, nothing from outside, and bounded while it is read.

The parser hands over one element after the other and builds no tree of its own: what is too deep, too long or too much
is refused where it begins, and an enclosed PDF of megabytes passes by without being kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from gevinst.codes import Code

MAX_ELEMENTS = 100_000
MAX_DEPTH = 60
MAX_TEXT = 10_000
"""Characters in one text or attribute."""
ENCLOSED = ("EmbeddedDocumentBinaryObject", "AttachmentBinaryObject")
"""Elements that hold a whole file in base64; their text is never kept."""

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_LIMITS = (etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_NAME_TOO_LONG)


class XmlRefused(Exception):
    """Why the XML isn't read."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Element:
    """One element by its local name.

    Attributes:
        attributes: Those without a prefix; `xsi:nil`, `xml:lang` and the like say nothing of the value.
        text: What it holds, blanks as they are; empty for an element with others inside, and for one that is `xsi:nil`.
        children: Those of the document's own namespaces, in order.
        is_leaf: Whether a text in it is a value.
    """

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list["Element"] = field(default_factory=list)
    is_leaf: bool = True


def parse_xml(content: bytes, roots: Mapping[str, frozenset[str]]) -> Element:
    """The document's root.

    Elements of a namespace that the root's documents aren't made of (extensions, signatures) are left out with all they
    hold: no viewer shows them, and one called `ID` must not pass for the invoice's.

    Args:
        content: The file, in whatever encoding its first bytes or its declaration say.
        roots: The roots that are read, as `{namespace}name`, each with the namespaces of what stands below it.

    Raises:
        XmlRefused: `DOCUMENT_UNKNOWN` for another root, `LIMIT_EXCEEDED`, `DOCUMENT_DAMAGED` for what isn't well-formed or
            declares a document type: no invoice has one, and every entity bomb has.
    """
    builder = _Builder(roots)
    parser = etree.XMLParser(
        target=builder,  # type: ignore[arg-type]  # the stubs ask for a method that would hand over comments
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        too_much = error.code in _LIMITS  # type: ignore[attr-defined]  # the stubs don't know it
        raise XmlRefused(Code.LIMIT_EXCEEDED if too_much else Code.DOCUMENT_DAMAGED) from None
    return builder.root


class _Builder:
    """What lxml calls while it reads. Comments and processing instructions have no method here: they aren't there."""

    def __init__(self, roots: Mapping[str, frozenset[str]]) -> None:
        self.root = Element("", {})
        self._roots = roots
        self._namespaces: frozenset[str] = frozenset()
        self._open: list[Element | None] = []
        """The elements around what comes next; None for one that is left out."""
        self._count = 0

    def doctype(self, *_: object) -> None:
        """Called before anything it declares is read."""
        raise XmlRefused(Code.DOCUMENT_DAMAGED)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; one inside another makes that one no leaf, whoever's it is."""
        self._count += 1
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH:
            raise XmlRefused(Code.LIMIT_EXCEEDED)
        if not self._open:
            if tag not in self._roots:
                raise XmlRefused(Code.DOCUMENT_UNKNOWN)
            self._namespaces = self._roots[tag]
            self.root = _element(tag, attributes)
            self._open.append(self.root)
            return
        parent = self._open[-1]
        if parent is not None:
            parent.text, parent.is_leaf = "", False
        if parent is None or _namespace(tag) not in self._namespaces:
            self._open.append(None)
            return
        element = _element(tag, attributes)
        parent.children.append(element)
        self._open.append(element)

    def data(self, text: str) -> None:
        """A piece of text: character data, what a CDATA section holds, or one `&amp;`."""
        element = self._open[-1]
        if element is None or not element.is_leaf or element.name in ENCLOSED:
            return
        element.text += text
        if len(element.text) > MAX_TEXT:
            raise XmlRefused(Code.LIMIT_EXCEEDED)

    def end(self, _tag: str) -> None:
        """An element ends."""
        self._open.pop()

    def close(self) -> Element:
        """The document ends."""
        return self.root


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _element(tag: str, attributes: Mapping[str, str]) -> Element:
    own = {name: value for name, value in attributes.items() if not name.startswith("{")}
    if any(len(text) > MAX_TEXT for text in (tag, *own, *own.values())):
        raise XmlRefused(Code.LIMIT_EXCEEDED)
    is_nil = attributes.get(_NIL, "").strip() in ("true", "1")
    return Element(tag.rpartition("}")[2], own, is_leaf=not is_nil)
