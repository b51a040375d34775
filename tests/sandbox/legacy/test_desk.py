"""A window that answers the page it was opened from, and a form that forgets."""

import http.client

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from sandbox.people import ORDINARY
from sandbox.web.faults import Fault
from tests.pensys import RunningPensys
from tests.sandbox.legacy.driving import choose
from tests.sandbox.legacy.old_browser import OldBrowser

GOOD = {"emne": "Spørgsmål om tillæg", "modtaget": "05-09-2026", "tekst": "æøå"}


def fill_in(here: FrameLocator, **typed: str) -> None:
    """The form, and its button."""
    for label, text in typed.items():
        here.get_by_label(label).fill(text)
    here.get_by_role("button", name="Opret").click()


def test_a_provider_is_looked_up_in_a_window_that_fills_the_form(
    pensys: RunningPensys, page: Page, menu: FrameLocator, here: FrameLocator
) -> None:
    """Its number and name stand in the form, the rest of which is as it was; the window is gone."""
    choose(menu, here, "Søg borger")
    here.get_by_label("CPR-nummer").fill(ORDINARY[0].cpr)
    here.get_by_role("button", name="Søg").click()
    here.get_by_role("link", name="Vælg").click()
    here.get_by_role("link", name="Registrér bilag").click()
    here.get_by_label("Behandling").fill("Høreapparat")
    with page.expect_popup() as opened:
        here.get_by_role("button", name="Find udbyder...").click()
    window = opened.value
    window.get_by_label("Navn eller CVR").fill("Høreklinikken")
    window.get_by_role("button", name="Søg").click()
    with window.expect_event("close"):
        window.get_by_role("link", name="Vælg").click()
    (provider,) = [row for row in pensys.rows("providers") if row["name"] == "Høreklinikken Opdigtet"]
    expect(here.get_by_label("CVR")).to_have_value(provider["cvr"])
    expect(here.get_by_label("Behandler")).to_have_value(provider["name"])
    expect(here.get_by_label("Behandling")).to_have_value("Høreapparat")


def test_two_places_of_one_number_are_both_found(pensys: RunningPensys) -> None:
    """A CVR number belongs to a business, which may have several places: who reads must look at the name as well."""
    (shared,) = {
        row["cvr"] for row in pensys.rows("providers") if row["name"].startswith(("Fodplejen", "Høreklinikken"))
    }
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        found = old.post("/udbyder", "", soegeord=shared).text
    assert ["Fodplejen Eksempel" in found, "Høreklinikken Opdigtet" in found] == [True, True]


def test_a_provider_is_found_by_number_and_nobody_without_a_word(pensys: RunningPensys) -> None:
    """The whole number, or any part of the name; a search that ignores both shows everybody."""
    chosen, *others = pensys.rows("providers")
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        found = old.post("/udbyder", "", soegeord=chosen["cvr"]).text
        assert chosen["name"] in found
        assert not any(other["cvr"] in found for other in others)
        assert "udbydere" not in old.post("/udbyder", "", soegeord="").text
        pensys.arm(Fault.SEARCH_IGNORES, match="/udbyder")
        everybody = old.post("/udbyder", "", soegeord=chosen["cvr"]).text
        assert all(row["cvr"] in everybody for row in [chosen, *others])


def test_an_enquiry_is_saved(pensys: RunningPensys, menu: FrameLocator, here: FrameLocator) -> None:
    """It has the number the page says."""
    choose(menu, here, "Ny henvendelse")
    fill_in(here, Emne=GOOD["emne"], Modtaget=GOOD["modtaget"], Tekst=GOOD["tekst"])
    expect(here.locator("#nummer")).to_have_text("1")
    (row,) = pensys.rows("enquiries")
    assert (row["subject"], row["received"], row["content"]) == tuple(GOOD.values())


def test_after_a_refusal_the_form_is_empty(pensys: RunningPensys, menu: FrameLocator, here: FrameLocator) -> None:
    """Whoever goes back to mend one field has lost them all."""
    choose(menu, here, "Ny henvendelse")
    fill_in(here, Emne=GOOD["emne"], Modtaget="2026-09-05", Tekst="lang tekst")
    expect(here.get_by_role("heading")).to_have_text("Fejl i indtastning")
    here.get_by_role("link", name="Tilbage").click()
    expect(here.get_by_label("Emne")).to_have_value("")
    expect(here.get_by_label("Tekst")).to_have_value("")
    assert pensys.rows("enquiries") == []


def test_the_browsers_back_empties_the_form(page: Page, menu: FrameLocator, here: FrameLocator) -> None:
    """As after a look at another page."""
    choose(menu, here, "Ny henvendelse")
    here.get_by_label("Tekst").fill("lang tekst")
    choose(menu, here, "Breve")
    page.evaluate("history.back()")  # `go_back` waits for the frameset, which stays
    expect(here.get_by_role("heading")).to_have_text("Ny henvendelse")
    expect(here.get_by_label("Tekst")).to_have_value("")


@pytest.mark.parametrize(("fault", "saved"), [(Fault.DROP_BEFORE_SAVE, 0), (Fault.DROP_AFTER_SAVE, 1)])
def test_an_enquiry_can_be_dropped(pensys: RunningPensys, fault: Fault, saved: int) -> None:
    """Before it is saved or after it, without a byte of an answer."""
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        pensys.arm(fault, match="opret")
        with pytest.raises(http.client.RemoteDisconnected):
            old.post("/henvendelse", "opret", **GOOD)
    assert len(pensys.rows("enquiries")) == saved
