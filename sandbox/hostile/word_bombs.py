"""Word files that are small in the mail and enormous when read, or that say one size and have another."""

from dataclasses import replace

from gevinst.codes import Code
from sandbox.hostile.case import Hostile
from sandbox.hostile.deflate import megabytes
from sandbox.hostile.overlap import overlapping
from sandbox.hostile.word_file import (
    BODY,
    STYLES,
    W,
    archive,
    document,
    listed,
    member,
    paragraph,
    parts,
    related,
    relation,
    swapped,
    word,
)

_LIMIT = Code.LIMIT_EXCEEDED
_DAMAGED = Code.DOCUMENT_DAMAGED
_PICTURE = "word/media/image1.png"
_SMALL = 500
_FOUR_GIGABYTES = (1 << 32) - 2
_RUN = b"<w:r><w:t>x</w:t></w:r>"
_PARAGRAPH = b"<w:p>%s</w:p>" % _RUN


def two_gigabytes() -> bytes:
    """The letter's picture has two gigabytes, and says so."""
    members = parts(relations=relation("image", "media/image1.png"))
    return archive([*members, member(_PICTURE, megabytes(2048))])


def more_than_it_says() -> bytes:
    """The text has half a gigabyte, and says that it has 500 bytes."""
    return archive(swapped(parts(), member(BODY, (document(), 1), megabytes(512, b" "), size=_SMALL)))


def less_than_it_says() -> bytes:
    """The text has a few hundred bytes, and says that it has four gigabytes."""
    return archive(replace(one, size=_FOUR_GIGABYTES) if one.name == BODY else one for one in parts())


def long_text() -> bytes:
    """One word of 190 MB, which is just less than all parts together may have."""
    begins, ends = document(paragraph("@")).split(b"@")
    return archive(swapped(parts(), member(BODY, (begins, 1), megabytes(190, b"x"), (ends, 1))))


def repeated(xml: bytes, count: int, *, around: bytes = b"@") -> bytes:
    """A letter with so many of one element, where the sign stands."""
    begins, ends = document(around).split(b"@")
    return archive(swapped(parts(), member(BODY, (begins, 1), (xml * 1000, count // 1000), (ends, 1))))


def tables(depth: int = 3000) -> bytes:
    """A table in a cell in a table in a cell."""
    return word("<w:tbl><w:tr><w:tc>" * depth + paragraph() + "</w:tc></w:tr></w:tbl>" * depth)


def styles(count: int = 30_000) -> bytes:
    """So many styles, each based on the next one; the last hides text."""
    each = "".join(
        f'<w:style w:styleId="s{number}"><w:basedOn w:val="s{number + 1}"/></w:style>' for number in range(count)
    )
    last = f'<w:style w:styleId="s{count}"><w:rPr><w:vanish/></w:rPr></w:style>'
    return word(more={STYLES: f'<w:styles xmlns:w="{W}">{each}{last}</w:styles>'.encode()})


def chain(length: int = 990) -> bytes:
    """A part that leads to a part that leads to a part."""
    more = {}
    for number in range(length):
        more[f"word/p{number}.xml"] = b"<x/>"
        more[f"word/_rels/p{number}.xml.rels"] = related(relation("x", f"p{(number + 1) % length}.xml"))
    return word(more=more, relations=relation("x", "p0.xml"))


def crowd(count: int = 100_000) -> bytes:
    """An archive whose list names so many members, all lying in the same place."""
    members = parts()
    body = b"".join(one.head + one.packed for one in members)
    entry = replace(members[0], name="00000").entry(0)
    return listed(body, [entry.replace(b"00000", b"%05d" % number) for number in range(count)])


WORD_BOMBS = (
    Hostile("two-gigabyte-picture.docx", _LIMIT, two_gigabytes),
    Hostile("more-than-it-says.docx", _DAMAGED, more_than_it_says),
    Hostile("less-than-it-says.docx", _LIMIT, less_than_it_says),
    Hostile("overlapping-members.docx", _LIMIT, lambda: overlapping(parts())),
    Hostile("100000-members.docx", _LIMIT, crowd),
    Hostile("190-mb-text.docx", _LIMIT, long_text),
    Hostile("300000-paragraphs.docx", _LIMIT, lambda: repeated(_PARAGRAPH, 300_000)),
    Hostile("300000-runs.docx", _LIMIT, lambda: repeated(_RUN, 300_000, around=b"<w:p>@</w:p>")),
    Hostile("60000-runs.docx", _LIMIT, lambda: repeated(_RUN, 60_000, around=b"<w:p>@</w:p>")),
    Hostile("3000-nested-tables.docx", _LIMIT, tables),
    Hostile("80-nested-tables.docx", None, lambda: tables(80)),
    Hostile("30000-styles.docx", _LIMIT, styles),
    Hostile("990-parts-in-a-chain.docx", _LIMIT, chain),
)
