"""`[placeholder]` in running text: found however Word split it over runs, and told from a bracket that is meant.

Every text in square brackets is a placeholder, named by what is between them. A bracket that should be read in the
letter is doubled: `[[` and `]]`. Brackets with neither letter nor digit between them (`[ ]`, `[…]`) name nothing and
stand as they are. What is inside `{{ }}`, `{% %}` and `{# #}` is no running text. A bracket without its other half is
an error: nobody can know whether a placeholder was meant.
"""

import re
from collections.abc import Callable, Collection, Iterator

from docx.oxml.ns import qn
from lxml import etree

from connectors.letters.names import normal_form
from gevinst.errors import ConfigurationError

_TOKEN = re.compile(
    r"(?P<mark>\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})|(?P<doubled>\[\[|\]\])|\[(?P<name>[^][{}]*)\]|[][]", re.DOTALL
)
_SHOWN = 40
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def placeholder_names(root: etree._Element, *, outside: Collection[etree._Element]) -> Iterator[str]:
    """The names between the brackets of a part, as the author wrote them.

    Args:
        root: The part.
        outside: The content controls that are filled themselves: brackets in them are part of a prompt, which goes.

    Raises:
        ConfigurationError: A bracket has no other half.
    """
    for paragraph in root.iter(qn("w:p")):
        nodes = [node for node in _texts(paragraph) if not any(each in outside for each in node.iterancestors())]
        text = "".join(node.text or "" for node in nodes)
        yield from (name for found in _TOKEN.finditer(text) if (name := _name(found, text)) is not None)


def fill_placeholders(root: etree._Element, fill: Callable[[str], str]) -> None:
    """Put a text for each placeholder in the run where it begins; a doubled bracket becomes one."""
    for paragraph in root.iter(qn("w:p")):
        nodes = _texts(paragraph)
        text = "".join(node.text or "" for node in nodes)
        for found in reversed(list(_TOKEN.finditer(text))):
            name = _name(found, text)
            if name is not None:
                _put(nodes, found.span(), fill(name))
            elif found["doubled"]:
                _put(nodes, found.span(), found["doubled"][0])


def _name(found: re.Match[str], text: str) -> str | None:
    """The placeholder's name; None for what is none."""
    if found["mark"] or found["doubled"]:
        return None
    if found["name"] is None:
        place = " ".join(text[max(0, found.start() - _SHOWN) : found.end() + _SHOWN].split())
        raise ConfigurationError(f"it has a bracket without its other half (write [[ or ]] for a bracket) in: {place}")
    return found["name"] if normal_form(found["name"]) else None


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    """A paragraph's own texts, not those of paragraphs in its text boxes."""
    return [text for text in paragraph.iter(qn("w:t")) if next(text.iterancestors(qn("w:p"))) is paragraph]


def _put(nodes: list[etree._Element], span: tuple[int, int], new: str) -> None:
    """Replace a stretch of a paragraph's text: what is new goes where the stretch begins, in that run's formatting."""
    begin, end = span
    at = 0
    for node in nodes:
        text = node.text or ""
        first, last = max(begin - at, 0), min(end - at, len(text))
        if first < last:
            node.text = text[:first] + (new if at <= begin else "") + text[last:]
            node.set(_PRESERVE, "preserve")
        at += len(text)
