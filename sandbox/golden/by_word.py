"""Word files: the same content in every construct of Word's, those that python-docx leaves out in silence among them."""

import random
from collections.abc import Callable
from dataclasses import replace

from gevinst.codes import Code
from sandbox.golden import word_xml as xml
from sandbox.golden.sheet import NOTE, Item, Sheet
from sandbox.golden.word_package import package

Value = Callable[[Item], str]
"""How a value stands in its paragraph."""

_FONTS = ("Liberation Sans", "Liberation Serif", "DejaVu Sans")
_COLONS = (":", ":", "")


def _plain(item: Item) -> str:
    return xml.run(item.text)


VALUES: dict[str, Value] = {
    "plain": _plain,
    "split": lambda item: xml.split(item.text),
    "control": lambda item: xml.control(item.tag, xml.run(item.text)) if item.tag else _plain(item),
    "alias": lambda item: xml.control(item.tag, xml.run(item.text), alias=True) if item.tag else _plain(item),
    "nested-control": lambda item: (
        xml.control("gruppe", xml.control(item.tag, xml.split(item.text))) if item.tag else _plain(item)
    ),
    "simple-field": lambda item: xml.simple_field(item.label, xml.run(item.text)),
    "long-field": lambda item: xml.long_field(item.label, xml.run(item.text)),
    "form-text": lambda item: xml.form_text("Tekst1", xml.run(item.text)),
    "smart-tag": lambda item: xml.smart_tag(xml.run(item.text)),
}
"""By name; each keeps the text as it is."""


def lines(sheet: Sheet, chance: random.Random, value: Value = _plain) -> bytes:
    """A line `label: value` for each."""
    return _document(sheet, chance, *(_line(item, value) for item in sheet.items))


def tabs(sheet: Sheet, chance: random.Random, value: Value = _plain) -> bytes:
    """Labels, and values behind a tab."""
    colon = chance.choice(_COLONS)
    pairs = (xml.paragraph(xml.run(f"{item.label}{colon}\t"), value(item), tabs=(4000,)) for item in sheet.items)
    return _document(sheet, chance, *pairs)


def table(sheet: Sheet, chance: random.Random, value: Value = _plain) -> bytes:
    """A table of labels and values."""
    colon = chance.choice(_COLONS)
    rows = (
        xml.row(xml.cell(xml.paragraph(xml.run(item.label + colon))), xml.cell(xml.paragraph(value(item))))
        for item in sheet.items
    )
    return _document(sheet, chance, xml.table(*rows))


def boxes(sheet: Sheet, chance: random.Random, value: Value = _plain) -> bytes:
    """A table whose cells hold a small label and its value below it, two in a row."""
    cells = [
        xml.cell(xml.paragraph(xml.run(item.label, '<w:sz w:val="15"/>')), xml.paragraph(value(item)))
        for item in sheet.items
    ]
    if len(cells) % 2:
        cells.append(xml.cell(xml.paragraph()))
    rows = (xml.row(*pair) for pair in zip(cells[::2], cells[1::2], strict=True))
    return _document(sheet, chance, xml.table(*rows))


def control_blocks(sheet: Sheet, chance: random.Random) -> bytes:
    """A content control around each value's own paragraph, below its label; an empty one shows Word's own words."""
    pairs = [
        xml.paragraph(xml.run(f"{item.label}:"))
        + (xml.control(item.tag, xml.paragraph(xml.run(item.text))) if item.tag else xml.paragraph(xml.run(item.text)))
        for item in sheet.items
    ]
    empty = xml.control("bemaerkning", xml.paragraph(xml.run("Klik eller tryk her for at skrive tekst.")), empty=True)
    return _document(sheet, chance, *pairs, xml.paragraph(xml.run("Bemærkninger:")), empty)


def control_cells(sheet: Sheet, chance: random.Random) -> bytes:
    """A content control around the cell of each value."""
    rows = (
        xml.row(
            xml.cell(xml.paragraph(xml.run(item.label))),
            xml.control(item.tag or "andet", xml.cell(xml.paragraph(xml.run(item.text)))),
        )
        for item in sheet.items
    )
    return _document(sheet, chance, xml.table(*rows))


def control_rows(sheet: Sheet, chance: random.Random) -> bytes:
    """A content control around each row, of the kind that repeats."""
    rows = (
        xml.control(
            f"raekke{number}",
            xml.row(xml.cell(xml.paragraph(xml.run(item.label))), xml.cell(xml.paragraph(xml.run(item.text)))),
        )
        for number, item in enumerate(sheet.items)
    )
    return _document(sheet, chance, xml.table(*rows))


def control_table(sheet: Sheet, chance: random.Random) -> bytes:
    """A content control around the whole table."""
    rows = (
        xml.row(xml.cell(xml.paragraph(xml.run(f"{item.label}:"))), xml.cell(xml.paragraph(xml.run(item.text))))
        for item in sheet.items
    )
    return _document(sheet, chance, xml.control("skema", xml.table(*rows)))


def text_box(sheet: Sheet, chance: random.Random) -> bytes:
    """Half of it in a text box."""
    middle = len(sheet.items) // 2
    inside = (_line(item, _plain) for item in sheet.items[:middle])
    outside = (_line(item, _plain) for item in sheet.items[middle:])
    return _document(sheet, chance, xml.paragraph(xml.text_box(*inside)), *outside)


def nested_table(sheet: Sheet, chance: random.Random) -> bytes:
    """A table of labels and values in the one cell of another."""
    rows = (
        xml.row(xml.cell(xml.paragraph(xml.run(item.label))), xml.cell(xml.paragraph(xml.run(item.text))))
        for item in sheet.items
    )
    return _document(sheet, chance, xml.table(xml.row(xml.cell(xml.table(*rows)))))


def head_and_foot(sheet: Sheet, chance: random.Random) -> bytes:
    """The first two and the last in the header and the footer of the page."""
    first, rest, last = sheet.items[:2], sheet.items[2:-1], sheet.items[-1:]
    return _document(
        sheet,
        chance,
        *(_line(item, _plain) for item in rest),
        header="".join(_line(item, _plain) for item in first),
        footer="".join(_line(item, _plain) for item in last),
    )


def with_hidden(sheet: Sheet, chance: random.Random) -> bytes:
    """Hidden text beside each value: what nobody sees isn't there."""
    hidden = xml.run("9.999,99 (skjult)", "<w:vanish/>")
    return _document(sheet, chance, *(_line(item, lambda each: xml.run(each.text) + hidden) for item in sheet.items))


def corrected(sheet: Sheet, chance: random.Random) -> bytes:
    """A value that somebody corrected, and nobody accepted."""
    place = chance.choice([number for number, item in enumerate(sheet.items) if item.field])

    def value(item: Item) -> str:
        if item is not sheet.items[place]:
            return xml.run(item.text)
        return xml.deleted("rettet") + xml.inserted(xml.run(item.text))

    return _document(sheet, chance, *(_line(item, value) for item in sheet.items))


def of_corrected(sheet: Sheet) -> Sheet:
    """What `corrected` must become."""
    return replace(sheet, problem=Code.DOCUMENT_TRACKED_CHANGES)


def _line(item: Item, value: Value) -> str:
    return xml.paragraph(xml.run(f"{item.label}: "), value(item))


def _document(sheet: Sheet, chance: random.Random, *body: str, header: str = "", footer: str = "") -> bytes:
    head = header or "".join(xml.paragraph(xml.run(line)) for line in sheet.head)
    foot = footer + "".join(xml.paragraph(xml.run(line)) for line in (*sheet.foot, NOTE))
    title = xml.paragraph(xml.run(sheet.title), style=chance.choice(("Titel", "Overskrift1")))
    words = (xml.paragraph(xml.run(line)) for line in sheet.words)
    return package(
        "".join((title, *body, *_priced(sheet), *words)), header=head, footer=foot, font=chance.choice(_FONTS)
    )


def _priced(sheet: Sheet) -> list[str]:
    """The table of what was done or bought, and its totals as rows of the same table."""
    if sheet.table is None:
        return [_line(item, _plain) for item in sheet.totals]
    wide = len(sheet.table.headings)
    rows = [sheet.table.headings, *sheet.table.rows]
    rows += [(item.label, *[""] * (wide - 2), item.text) for item in sheet.totals]
    return [xml.table(*(xml.row(*(xml.cell(xml.paragraph(xml.run(text))) for text in each)) for each in rows))]


WHOLE: dict[str, Callable[[Sheet, random.Random], bytes]] = {
    "control-blocks": control_blocks,
    "control-cells": control_cells,
    "control-rows": control_rows,
    "control-table": control_table,
    "text-box": text_box,
    "nested-table": nested_table,
    "head-and-foot": head_and_foot,
    "hidden": with_hidden,
}
"""Layouts that are a construct themselves."""

LAID_OUT: dict[str, Callable[[Sheet, random.Random, Value], bytes]] = {
    "lines": lines,
    "tabs": tabs,
    "table": table,
    "boxes": boxes,
}
"""Layouts in which every construct of `VALUES` may stand."""
