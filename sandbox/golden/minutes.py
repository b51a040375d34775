"""Minutes as a municipality's meetings have them: the committee at the top, the item as a heading, the decision below its own.

Nothing but the meeting's day and the case has a label with a colon; the decision may take several paragraphs.
"""

import random
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from sandbox.golden import word_xml as xml
from sandbox.golden.sheet import NOTE, Sheet
from sandbox.golden.word_package import package


class _Part(NamedTuple):
    """One paragraph; level 0 is text, 1 the title, 2 a heading."""

    level: int
    text: str
    tag: str = ""


def _parts(sheet: Sheet, chance: random.Random) -> Iterator[_Part]:
    by_field = {item.field: item for item in sheet.items if item.field}
    yield _Part(0, by_field["committee"].text, by_field["committee"].tag)
    yield _Part(1, sheet.title)
    for item in sheet.items:
        if item.field == "meeting_date" or item.label == "Mødested":
            yield _Part(0, f"{item.label}: {item.text}")
    yield _Part(2, f"Punkt {by_field['item_number'].text}: {by_field['item_title'].text}")
    case = by_field["case_number"]
    yield _Part(0, f"{case.label}: {case.text}")
    yield _Part(2, "Indstilling")
    yield _Part(0, "Forvaltningen indstiller, at sagen drøftes.")
    decision = by_field["decision"]
    yield _Part(2, decision.label)
    several = chance.random() < 0.5
    for text in decision.text.replace(". ", ".\n").split("\n") if several else [decision.text]:
        yield _Part(0, text)
    yield _Part(2, "Opfølgning")
    for name in ("unit", "deadline"):
        if name in by_field:
            yield _Part(0, f"{by_field[name].label}: {by_field[name].text}")
    # What comes behind the item is another one's, of which no more than its number is here.
    for item in sheet.items:
        if item.label == by_field["item_number"].label and not item.field:
            yield _Part(2, f"Punkt {item.text}: Eventuelt")


def in_word(sheet: Sheet, chance: random.Random) -> bytes:
    """As a Word file with headings."""
    styles = {1: "Titel", 2: "Overskrift2"}
    body = "".join(
        xml.paragraph(xml.split(part.text), style=styles.get(part.level, "")) for part in _parts(sheet, chance)
    )
    head, foot = (
        "".join(xml.paragraph(xml.run(line)) for line in lines) for lines in (sheet.head, (*sheet.foot, NOTE))
    )
    return package(body, header=head, footer=foot, font=chance.choice(("Liberation Sans", "DejaVu Sans")))


def on_the_web(sheet: Sheet, chance: random.Random) -> str:
    """As the page of a meeting system."""
    tags = {0: "p", 1: "h1", 2: "h2"}
    body = "".join(f"<{tags[part.level]}>{escape(part.text)}</{tags[part.level]}>" for part in _parts(sheet, chance))
    lines = "".join(f"<small>{escape(line)}</small><br>" for line in (*sheet.head, *sheet.foot, NOTE))
    style = "body{font:11pt 'Liberation Sans';margin:1cm}h1{font-size:160%}h2{font-size:120%;margin-bottom:4px}p{margin:4px 0}"
    return f"<html lang=da><meta charset=utf-8><style>{style}</style><body>{body}{lines}</body></html>"
