"""Lists come ten rows a page, and are searched."""

from playwright.sync_api import Page, expect

from sandbox.erp import books
from sandbox.web.faults import Fault
from sandbox.web.server import Running
from tests.sandbox.erp.driving import cells, list_vouchers, search, sign_in

LINES = [{"account": "52110000", "cost_centre": "40010", "amount": "1,00"}]


def test_every_waiting_invoice_stands_on_one_of_the_numbered_pages(page: Page, erp: Running) -> None:
    """237 rows over 24 pages, each reached from the one before."""
    sign_in(page, erp)
    seen = cells(page)
    for number in range(2, 25):
        page.get_by_title(f"Side {number}", exact=True).click()
        expect(page.locator(".antal")).to_have_text(f"Side {number} af 24 - 237 i alt")
        seen += cells(page)
    assert sorted((row[1], row[2]) for row in seen) == sorted(
        (row["cvr"], row["number"]) for row in erp.rows("invoices")
    )


def test_far_pages_have_no_button(page: Page, erp: Running) -> None:
    """Only the first, the last and the near ones do."""
    sign_in(page, erp)
    shown = page.locator(".sider button").all_inner_texts()
    assert shown == ["1", "2", "3", "24"]


def test_a_booked_invoice_waits_no_more(page: Page, erp: Running) -> None:
    """It is off the list, and what came after it moved up."""
    sign_in(page, erp)
    first, second = (row[2] for row in cells(page)[:2])
    key = next(row["id"] for row in erp.rows("invoices") if row["number"] == first)
    books.save_voucher(erp.database, invoice=key, reference="GEV-1-1", lines=LINES)
    page.reload()
    expect(page.locator(".antal")).to_contain_text("236 i alt")
    assert cells(page)[0][2] == second


def test_one_number_may_be_two_suppliers(page: Page, erp: Running) -> None:
    """The number alone finds both; with the CVR number it is one."""
    sign_in(page, erp)
    twin = erp.rows("invoices")[-1]
    search(page, **{"Fakturanr.": twin["number"]})
    assert len({row[1] for row in cells(page)}) == 2
    search(page, **{"Fakturanr.": twin["number"], "CVR": twin["cvr"]})
    assert [row[1:3] for row in cells(page)] == [[twin["cvr"], twin["number"]]]


def test_vouchers_are_found_by_number_and_by_any_part_of_the_text(page: Page, erp: Running) -> None:
    """A search for one reference finds those that begin like it as well: who reads must compare."""
    for key, reference in ((1, "GEV-1"), (2, "GEV-12"), (3, "GEV-2")):
        books.save_voucher(erp.database, invoice=key, reference=reference, lines=LINES)
    sign_in(page, erp)
    list_vouchers(page)
    search(page, Tekst="GEV-1")
    assert [row[-1] for row in cells(page)] == ["GEV-1", "GEV-12"]
    search(page, **{"Tekst": "", "Fakturanr.": erp.rows("invoices")[2]["number"]})
    assert [row[-1] for row in cells(page)] == ["GEV-2"]


def test_what_is_not_there_is_not_found(page: Page, erp: Running) -> None:
    """The list is empty and says so."""
    sign_in(page, erp)
    search(page, CVR="00000000")
    expect(page.get_by_text("Ingen poster.")).to_be_visible()
    assert cells(page) == []


def test_a_search_can_ignore_its_criteria(page: Page, erp: Running) -> None:
    """Everything comes, under a line that says what was searched for."""
    sign_in(page, erp)
    erp.arm(Fault.SEARCH_IGNORES, match="00000000")
    search(page, CVR="00000000")
    assert len(cells(page)) == 10
    expect(page.locator(".antal")).to_contain_text("237 i alt")


def test_a_header_can_have_another_text(page: Page, erp: Running) -> None:
    """The next list says *Beløb i alt*, the one after *Beløb* again."""
    sign_in(page, erp)
    erp.arm(Fault.CHANGED_LABEL, match="fakturaer")
    page.reload()
    headers = page.get_by_role("columnheader")
    expect(headers).to_have_text(["Leverandør", "CVR", "Fakturanr.", "Forfaldsdato", "Beløb i alt", ""])
    page.reload()
    expect(headers).to_have_text(["Leverandør", "CVR", "Fakturanr.", "Forfaldsdato", "Beløb", ""])
