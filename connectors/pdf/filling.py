"""Fill a PDF form; runs only in the limited child.

What a box shows is drawn here and now (viewers draw it each in their own way, and printers not at all), and looked at
afterwards: a value that doesn't fit, or that the form's font has no characters for, is an error and not a cut text.
"""

import unicodedata
from pathlib import Path

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from connectors.pdf.answers import Rule, Unfit
from connectors.pdf.fields import EDITABLE, MULTILINE, Field, Kind, fields_of
from connectors.pdf.flattening import draw_missing, flatten
from connectors.pdf.opening import answering, open_pdf
from connectors.pdf.showing import show
from gevinst.codes import Code


@answering
def fill_pdf(path: str, values: dict[str, str | bool], flat: bool, into: str) -> None:  # noqa: FBT001 (JSON)
    """Write the form with these values, by full field name, as `1.pdf` into a folder.

    Args:
        path: The form.
        values: Text, or yes or no for a check box; fields that aren't named stay as they are.
        flat: Make the fields part of the page, so that nobody writes over them.
        into: The folder.
    """
    writer = PdfWriter(clone_from=open_pdf(path))
    draw_missing(writer)  # before this form says that there is nothing left to draw
    fields = fields_of(writer)
    for name, value in values.items():
        mine = [field for field in fields if field.name == name]
        if not mine:
            names = tuple(sorted({field.name for field in fields}))
            raise Unfit(Code.DOCUMENT_UNKNOWN, rule=Rule.NO_FIELD, name=name, allowed=names)
        for field in mine:
            _fill(writer, field, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if "/AcroForm" in writer.root_object:
        form = writer.root_object["/AcroForm"]
        if isinstance(form, DictionaryObject):
            form.pop("/XFA", None)  # the same form in another format, which would still be empty
        writer.set_need_appearances_writer(state=False)
    if flat:
        flatten(writer)
    writer.write(Path(into) / "1.pdf")


def _fill(writer: PdfWriter, field: Field, value: str | bool) -> None:  # noqa: FBT001
    if isinstance(value, str) and any(unicodedata.category(each) in ("Cc", "Cs") for each in value.replace("\n", "")):
        raise _unfit(Rule.CHARACTERS, field)
    match field.kind, value:
        case Kind.CHECKBOX, bool():
            _tick(field, checked=bool(value))
        case Kind.CHECKBOX, _:
            raise _unfit(Rule.YES_OR_NO, field)
        case Kind.TEXT, str():
            _write(writer, field, value)
        case Kind.TEXT, _:
            raise _unfit(Rule.TEXT, field)
        case Kind.RADIO, _:
            pressed = [state for state, word in field.states.items() if value in (word, state[1:])]
            if not pressed:
                raise _unfit(Rule.CHOICE, field, *field.states.values())
            _press(field, pressed[0])
        case Kind.CHOICE, _:
            _choose(writer, field, value)
        case _:
            raise _unfit(Rule.NO_VALUE, field)


def _write(writer: PdfWriter, field: Field, value: str) -> None:
    longest = field.inherited("/MaxLen")
    if longest is not None and len(value) > int(longest):
        raise _unfit(Rule.LENGTH, field, str(longest))
    if "\n" in value and not field.flags & MULTILINE:
        raise _unfit(Rule.ONE_LINE, field)
    show(writer, field, value)
    field.entries[NameObject("/V")] = TextStringObject(value)


def _choose(writer: PdfWriter, field: Field, value: str | bool) -> None:  # noqa: FBT001
    options = field.options
    chosen = [number for number, option in enumerate(options) if value in option]
    if chosen:
        stored, shown = options[chosen[0]]
    elif isinstance(value, str) and field.flags & EDITABLE:
        stored = shown = value
    else:
        raise _unfit(Rule.CHOICE, field, *(shown for _, shown in options))
    show(writer, field, shown)
    field.entries[NameObject("/V")] = TextStringObject(stored)
    field.entries.pop("/I", None)
    if chosen:
        field.entries[NameObject("/I")] = ArrayObject([NumberObject(chosen[0])])


def _tick(field: Field, *, checked: bool) -> None:
    if checked and not field.states:  # the file has no sign for it
        raise Unfit(Code.DOCUMENT_DYNAMIC_FORM)
    _press(field, next(iter(field.states)) if checked else "/Off")


def _press(field: Field, state: str) -> None:
    """Each box shows the state if it is one of its own, else off."""
    field.entries[NameObject("/V")] = NameObject(state)
    for _, box in field.boxes:
        appearances = box.get("/AP", DictionaryObject()).get("/N", DictionaryObject())
        box[NameObject("/AS")] = NameObject(state if state in appearances else "/Off")


def _unfit(rule: Rule, field: Field, *allowed: str) -> Unfit:
    return Unfit(Code.DOCUMENT_UNKNOWN, rule=rule, name=field.name, allowed=allowed)
