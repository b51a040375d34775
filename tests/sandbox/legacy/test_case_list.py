"""The grid is a WebForms one: pages, sort and filter are postbacks, and its last row isn't one of its rows."""

from playwright.sync_api import FrameLocator, expect

from sandbox.web.faults import Fault
from tests.pensys import RunningPensys
from tests.sandbox.legacy.driving import choose
from tests.sandbox.legacy.old_browser import OldBrowser

GRID = "ctl00$ContentPlaceHolder1$GridView1"
TABLE = "table#ctl00_ContentPlaceHolder1_GridView1"


def numbers(here: FrameLocator) -> list[str]:
    """The case numbers on the page."""
    return here.locator(f"{TABLE} td:first-child").filter(has_text="S-").all_inner_texts()


def press(here: FrameLocator, name: str, first: str) -> None:
    """A link of the grid, and the first case that is to stand on the page it brings."""
    here.locator(TABLE).get_by_role("link", name=name, exact=True).last.click()
    expect(here.locator(f"{TABLE} td").first).to_have_text(first)


def test_a_hundred_pages_are_reached_by_their_numbers(menu: FrameLocator, here: FrameLocator) -> None:
    """Ten numbers are shown at a time; `...` leads to the next ten, and to the ten before."""
    choose(menu, here, "Sagsliste")
    press(here, "10", "S-000181")
    press(here, "...", "S-000201")
    assert here.locator(f"{TABLE} table span").inner_text() == "11"
    assert here.locator(f"{TABLE} table a").all_inner_texts() == ["...", *map(str, range(12, 21)), "..."]
    here.locator(TABLE).get_by_role("link", name="...").first.click()
    expect(here.locator(f"{TABLE} td").first).to_have_text("S-000181")


def test_every_case_stands_on_one_of_the_pages(pensys: RunningPensys) -> None:
    """2,000 rows over 100 pages of twenty."""
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        shown = [old.post("/sagsliste", GRID, f"Page${page}").text for page in range(1, 101)]
    assert [page.count("<td>S-") for page in shown] == [20] * 100
    assert all(row["number"] in shown[place // 20] for place, row in enumerate(pensys.rows("cases")))


def test_a_header_sorts_and_the_second_click_turns_it_round(
    pensys: RunningPensys, menu: FrameLocator, here: FrameLocator
) -> None:
    """By the amount itself, not by how it is written; and from the first page on."""
    ordered = sorted(pensys.rows("cases"), key=lambda row: (row["amount_oere"], row["number"]))
    choose(menu, here, "Sagsliste")
    press(here, "2", "S-000021")
    press(here, "Beløb", ordered[0]["number"])
    assert numbers(here) == [row["number"] for row in ordered[:20]]
    press(here, "Beløb", ordered[-1]["number"])
    assert numbers(here) == [row["number"] for row in reversed(ordered[-20:])]


def test_a_year_is_chosen_and_stays_chosen_from_page_to_page(
    pensys: RunningPensys, menu: FrameLocator, here: FrameLocator
) -> None:
    """The view state remembers it."""
    of_2025 = [row["number"] for row in pensys.rows("cases") if row["opened"].startswith("2025")]
    choose(menu, here, "Sagsliste")
    here.get_by_label("År").select_option("2025")
    here.get_by_role("button", name="Vis").click()
    expect(here.get_by_text(f"Antal sager: {len(of_2025)}")).to_be_visible()
    press(here, "2", of_2025[20])
    assert numbers(here) == of_2025[20:40]
    expect(here.get_by_label("År")).to_have_value("2025")


def test_the_grid_can_ignore_its_filter_and_change_a_header(pensys: RunningPensys) -> None:
    """All years come under the year that was chosen; a header is called something else."""
    with OldBrowser(pensys.url) as old:
        old.sign_in()
        pensys.arm(Fault.SEARCH_IGNORES, match="/sagsliste")
        pensys.arm(Fault.CHANGED_LABEL, match="/sagsliste")
        shown = old.post("/sagsliste", "", year="2025").text
        assert "Antal sager: 2000" in shown
        assert "<option selected>2025" in shown
        assert ">Sagsbeløb</a>" in shown
        assert ">Beløb</a>" in old.get("/sagsliste").text
