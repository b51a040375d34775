"""Word files whose XML asks the parser for what it shouldn't do: entities that grow, that lead outside, that never end.

A Word file has no document type. One that has, is not read: what its entities stand for would be missing in an amount.
"""

from gevinst.codes import Code
from sandbox.hostile.case import Hostile, Lure
from sandbox.hostile.word_file import (
    BODY,
    RELATIONS,
    STYLES,
    TYPES,
    W,
    document,
    paragraph,
    related,
    relation,
    types,
    word,
)

_LIMIT = Code.LIMIT_EXCEEDED
_DAMAGED = Code.DOCUMENT_DAMAGED
_UTF_16 = '<?xml version="1.0" encoding="UTF-16"?>'


def declaring(*entities: str) -> str:
    """A document type with these entities."""
    return f"<!DOCTYPE x [{''.join(f'<!ENTITY {entity}>' for entity in entities)}]>"


def laughs(levels: int = 12) -> str:
    """Each entity is ten times the one before; the last is `&e11;`."""
    grown = [f'e{level} "{f"&e{level - 1};" * 10}"' for level in range(1, levels)]
    return declaring('e0 "ha"', *grown)


def told(declared: str, body: str = "") -> bytes:
    """A letter whose text is preceded by a document type."""
    return word(more={BODY: document(body, before=declared)})


def part(name: str, declared: str, content: bytes) -> bytes:
    """A letter with another part preceded by one."""
    return word(more={name: declared.encode() + content})


def wide(declared: str, body: str) -> bytes:
    """The same in two bytes a letter: nobody finds the document type by searching for it."""
    return word(more={BODY: document(body, before=_UTF_16 + declared).decode().encode("utf-16")})


def in_an_attribute(entity: str) -> str:
    """A line whose style is the entity."""
    return f'<w:p><w:pPr><w:pStyle w:val="{entity}"/></w:pPr></w:p>'


def word_xml(lure: Lure) -> list[Hostile]:
    """The files; those that lead outside lead to the lure."""
    bomb, square = laughs(), declaring(f'a "{"x" * 100_000}"')
    cycle, nine = declaring('a "&b;"', 'b "&a;"'), declaring('a "9"')
    file, web = declaring(f'a SYSTEM "file://{lure.path}"'), declaring(f'a SYSTEM "{lure.url}/entity"')
    parameter = declaring(f'% a SYSTEM "{lure.url}/parameter.dtd"').replace("]>", " %a;]>")
    outside = f'<!DOCTYPE x SYSTEM "{lure.url}/outside.dtd">'
    style = f'<w:styles xmlns:w="{W}"><w:style w:styleId="&a;"/></w:styles>'.encode()
    included = f'<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file://{lure.path}" parse="text"/>'
    amount = paragraph("I alt: 1&a;00,00")
    return [
        Hostile("entity-bomb.docx", _LIMIT, lambda: told(bomb, paragraph("&e11;"))),
        Hostile("entity-bomb-in-an-attribute.docx", _LIMIT, lambda: told(bomb, in_an_attribute("&e11;"))),
        Hostile("entity-bomb-in-types.docx", _LIMIT, lambda: part(TYPES, bomb, types("&e11;"))),
        Hostile("entity-bomb-in-relations.docx", _LIMIT, lambda: part(RELATIONS, bomb, related("&e11;"))),
        Hostile("entity-square.docx", _LIMIT, lambda: told(square, paragraph("&a;" * 100_000))),
        Hostile("entity-cycle.docx", _DAMAGED, lambda: told(cycle, in_an_attribute("&a;"))),
        Hostile("entity-in-an-amount.docx", _DAMAGED, lambda: told(nine, amount)),
        Hostile("entity-in-utf-16.docx", _DAMAGED, lambda: wide(nine, amount)),
        Hostile("external-file.docx", _DAMAGED, lambda: told(file, paragraph("&a;"))),
        Hostile("external-file-in-styles.docx", _DAMAGED, lambda: part(STYLES, file, style)),
        Hostile("external-page.docx", _DAMAGED, lambda: told(web, paragraph("&a;"))),
        Hostile("external-parameter.docx", _DAMAGED, lambda: told(parameter)),
        Hostile("external-type.docx", _DAMAGED, lambda: told(outside)),
        Hostile("xinclude.docx", None, lambda: word(included)),
        Hostile("relation-in-an-entity.docx", _DAMAGED, lambda: part(RELATIONS, file, related(relation("x", "&a;")))),
    ]
