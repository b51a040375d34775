"""One snapshot of a page in a trace, cleaned: its shape, its words and its labels are kept, its values are not.

A snapshot is a tree of `[TAG, attributes, child, …]`, texts, and `[[snapshots back, node number]]` for what didn't
change. Nodes are numbered by counting, so none is ever taken out: a text is replaced, an attribute left out.
"""

import re
from typing import Any

from connectors.browser.evidence.masking import HIDDEN, PICTURE_TAGS, VALUE_TAGS, Clean, path_only, without_addresses
from connectors.browser.evidence.trace_parts import NotUnderstood

_STRUCTURE = frozenset(
    (
        *("align", "bgcolor", "border", "cellpadding", "cellspacing", "charset", "class", "color", "cols", "colspan"),
        *("contenteditable", "dir", "disabled", "enctype", "face", "for", "frameborder", "height", "hidden", "id"),
        *("lang", "media", "method", "multiple", "name", "readonly", "rel", "role", "rows", "rowspan", "scope"),
        *("size", "style", "tabindex", "target", "type", "valign", "width"),
    )
)
_WORDS = frozenset({"alt", "aria-label", "placeholder", "summary", "title"})
_ADDRESSES = frozenset({"action", "background", "href", "src"})
_OWN = "__playwright_"
_OWN_ADDRESS = "__playwright_current_src__"
_OWN_VALUE = "__playwright_value_"
_BUTTONS = frozenset({"submit", "button", "reset"})
_INLINE = frozenset(
    (
        *("A", "ABBR", "BDI", "BIG", "CODE", "EM", "FONT", "I", "LABEL", "MARK", "NOBR", "SMALL", "SPAN"),
        *("STRONG", "SUB", "SUP", "TT", "U"),
    )
)


def clean_tree(node: Any, clean: Clean, *, hide: bool = False) -> Any:  # noqa: ANN401 (JSON)
    """The same tree, cleaned; within what shows values (`hide`), no text is left at all.

    Raises:
        NotUnderstood: It isn't a tree of the known form.
    """
    if isinstance(node, str):
        return _text(node, clean, hide=hide)
    if _is_reference(node):
        return node
    if not (isinstance(node, list) and node and isinstance(node[0], str)):
        raise NotUnderstood("a snapshot holds a node of an unknown form")
    tag, *rest = node
    attributes, children = (rest[0], rest[1:]) if rest and isinstance(rest[0], dict) else ({}, rest)
    hide = hide or _shows_values(tag, attributes)
    is_split = not hide and not _is_in_line(node) and _is_split(children, clean)
    shown = [_attributes(attributes, clean, hide=hide)] if len(children) < len(rest) else []
    return [tag, *shown, *(clean_tree(each, clean, hide=hide or (is_split and _is_in_line(each))) for each in children)]


def _shows_values(tag: str, attributes: dict[str, Any]) -> bool:
    return tag.lower() in VALUE_TAGS | PICTURE_TAGS or attributes.get("contenteditable", "false") != "false"


def _is_split(children: list[Any], clean: Clean) -> bool:
    """Whether a number or a name stands in one line in several pieces, none of which shows it."""
    pieces = [clean_tree(child, clean) if _is_in_line(child) else child for child in children]
    line = _line(pieces)
    return clean(line) != line


def _line(children: list[Any]) -> str:
    """The text of what stands in one line: direct texts, and those of elements that don't begin a new one."""
    pieces = []
    for child in children:
        if isinstance(child, str):
            pieces.append(child)
        elif _is_in_line(child):
            pieces.append(_line([each for each in child[1:] if not isinstance(each, dict)]))
        else:
            pieces.append("\0")
    return "".join(pieces)


def _is_in_line(child: Any) -> bool:  # noqa: ANN401 (JSON)
    return isinstance(child, str) or (bool(child) and isinstance(child[0], str) and child[0].upper() in _INLINE)


def _is_reference(node: Any) -> bool:  # noqa: ANN401 (JSON)
    return (
        isinstance(node, list)
        and len(node) == 1
        and isinstance(node[0], list)
        and len(node[0]) == 2
        and all(isinstance(number, int) for number in node[0])
    )


def _text(text: str, clean: Clean, *, hide: bool) -> str:
    if hide and text.strip():
        return HIDDEN
    return clean(without_addresses(text))


def _attributes(attributes: dict[str, Any], clean: Clean, *, hide: bool) -> dict[str, str]:
    is_button = str(attributes.get("type", "")).lower() in _BUTTONS
    kept = {}
    for name, value in attributes.items():
        if not isinstance(value, str):
            raise NotUnderstood("a snapshot holds an attribute of an unknown form")
        shown = _attribute(name.lower(), value, clean, hide=hide, is_button=is_button)
        if shown is not None:
            kept[name] = shown
    return kept


def _attribute(name: str, value: str, clean: Clean, *, hide: bool, is_button: bool) -> str | None:
    """What is shown of an attribute; None where it is left out."""
    if name in (_OWN_VALUE, "value"):
        if is_button:
            return clean(value)
        return HIDDEN if value and name == _OWN_VALUE else None
    if name in _ADDRESSES or name == _OWN_ADDRESS:
        return None if hide else clean(_address(value))
    if name in _STRUCTURE or name.startswith(_OWN) or (name in _WORDS and not hide):
        return clean(without_addresses(value))
    return None


def _address(value: str) -> str:
    """A link's own address: of a script or embedded data nothing, of a place its path; the trace's own stay whole."""
    if re.match(r"(?:javascript|data|blob|mailto|tel):", value.strip(), re.IGNORECASE):
        return "#"
    if re.match(r"[a-z][a-z0-9+.-]*:", value, re.IGNORECASE):
        return without_addresses(value)
    return path_only(value)
