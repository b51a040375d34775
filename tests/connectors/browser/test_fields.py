"""Fields: found by what people read, typed the Danish way, and read back, for old pages correct what is typed in silence."""

from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import FilePayload

from connectors.browser import fields
from connectors.browser.case import CaseContext
from gevinst.errors import ProcessError

LIST = "<label>Art <select><option>Overslag<option> Regning <option>Regning, kopi</select></label>"


def box(case: CaseContext, html: str) -> object:
    """The page with this in it."""
    case.page.set_content(html)
    return case.page


def test_a_field_is_the_one_its_label_names(case: CaseContext) -> None:
    """By the whole label: a longer one that begins alike is another field."""
    box(case, "<label>Beløb<input id=a></label><label>Beløb i alt<input id=b></label>")
    assert fields.field(case.page, "Beløb").get_attribute("id") == "a"


@pytest.mark.parametrize("count", [0, 2])
def test_no_field_or_two_is_a_changed_screen(case: CaseContext, count: int) -> None:
    """Nothing is typed where it isn't certain which field is meant; the same of names and hints."""
    box(case, "<label>Beløb<input name=beloeb placeholder=Beløb></label>" * count)
    for find in (fields.field, fields.named, fields.hinted):
        with pytest.raises(ProcessError, match=f"is there {count} times"):
            find(case.page, "beloeb" if find is fields.named else "Beløb")


def test_values_are_typed_the_danish_way(case: CaseContext) -> None:
    """Days and amounts as people type them; the browser's own field for a day has a form of its own."""
    box(case, "<input><input type=date>")
    text, day = case.page.locator("input").all()
    fields.type_amount(text, Decimal("1234.5"), what="Beløb")
    assert text.input_value() == "1.234,50"
    fields.type_date(text, date(2026, 3, 3), what="Dato")
    assert text.input_value() == "03-03-2026"
    fields.type_date(day, date(2026, 3, 3), what="Dato")
    assert day.input_value() == "2026-03-03"


@pytest.mark.parametrize("attribute", ["oninput='this.value = this.value.slice(1)'", "onblur='this.value = \"\"'"])
def test_a_field_that_changes_what_is_typed_stops_the_case(case: CaseContext, attribute: str) -> None:
    """Cut short, corrected, or cleared when it is left; the error names the field and not the value."""
    box(case, f"<input {attribute}>")
    with pytest.raises(ProcessError, match="'Beløb' changed what was typed") as caught:
        fields.type_amount(case.page.locator("input"), Decimal("1234.50"), what="Beløb")
    assert "234" not in caught.value.detail


def test_a_choice_is_made_by_the_text_people_see(case: CaseContext) -> None:
    """The whole text, whatever blanks stand around it; not the first that begins alike."""
    box(case, LIST)
    art = fields.field(case.page, "Art")
    fields.choose(art, "Regning", what="Art")
    assert art.evaluate("each => each.selectedIndex") == 1


@pytest.mark.parametrize("text", ["Kvittering", "Overslag"])
def test_a_choice_that_is_not_there_once_is_a_changed_screen(case: CaseContext, text: str) -> None:
    """Nothing is chosen instead."""
    box(case, LIST.replace("<option>Overslag", "<option>Overslag<option>Overslag"))
    with pytest.raises(ProcessError, match=f"the list 'Art' has '{text}'"):
        fields.choose(fields.field(case.page, "Art"), text, what="Art")


def test_a_file_comes_from_memory(case: CaseContext) -> None:
    """Whole, under the name it is given; one that the browser wouldn't take is an error before it is tried."""
    box(case, "<input type=file>")
    chosen = case.page.locator("input")
    fields.choose_files(chosen, [FilePayload(name="brev.pdf", mimeType="application/pdf", buffer=b"%PDF")], what="Fil")
    assert chosen.evaluate("async each => each.files[0].name + await each.files[0].text()") == "brev.pdf%PDF"
    too_large = FilePayload(name="stor.pdf", mimeType="application/pdf", buffer=bytes(fields.MOST_UPLOADED + 1))
    with pytest.raises(ProcessError, match="the files for 'Fil' are 50000001 bytes"):
        fields.choose_files(chosen, [too_large], what="Fil")
