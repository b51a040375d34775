"""One click books an invoice; what may go wrong with it can be ordered."""

import pytest
from playwright.sync_api import Page, expect

from sandbox.web.faults import Fault
from sandbox.web.server import Running
from tests.sandbox.erp.driving import book, cells, code, list_vouchers, open_invoice, search, sign_in, title

LOST = "Ingen forbindelse til serveren. Prøv igen."
MANY = 20
"""More often than a browser tries again: once for each connection that it keeps."""


@pytest.fixture
def amount(page: Page, erp: Running) -> str:
    """Signed in, with invoice 7 on the screen; its amount."""
    sign_in(page, erp)
    open_invoice(page, erp, 7)
    return str(erp.rows("invoices")[6]["amount"])


def test_a_coded_invoice_is_booked_and_found_by_our_reference(page: Page, erp: Running, amount: str) -> None:
    """The toast tells the voucher's number, which then reads back what was typed."""
    code(page, amount, "GEV-7-1 æøå")
    expect(page.locator(".rest")).to_have_text("Rest: 0,00")
    book(page)
    expect(page.locator(".toast")).to_have_text("Bogført som bilag 10000001")
    list_vouchers(page)
    search(page, Tekst="GEV-7-1 æøå")
    invoice = erp.rows("invoices")[6]
    assert cells(page) == [["10000001", invoice["number"], invoice["cvr"], amount, "GEV-7-1 æøå"]]
    page.get_by_title("Åbn").click()
    expect(title(page)).to_have_text("Bilag 10000001")
    assert page.locator(".raekke").last.inner_text().split() == ["52110000", "40010", amount]


def test_lines_are_added_and_taken_away(page: Page, erp: Running, amount: str) -> None:
    """What was typed stays when a line comes or goes; the rest is reckoned again."""
    code(page, "1,00")
    page.get_by_title("Tilføj linje").click()
    accounts = page.get_by_placeholder("Konto", exact=True)
    accounts.nth(1).fill("52119999")
    assert [field.input_value() for field in accounts.all()] == ["52110000", "52119999"]
    page.get_by_title("Slet linje").first.click()
    assert [field.input_value() for field in accounts.all()] == ["52119999"]
    expect(page.locator(".rest")).to_have_text(f"Rest: {amount}")


def test_there_is_no_label_and_no_id(page: Page, amount: str) -> None:
    """Whoever looks for one finds nothing to hold on to."""
    code(page, amount)
    assert page.locator("label").count() == 0
    assert page.locator(".indhold [id]").count() == 0
    assert page.locator("table, a").count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0,01", "Konteringen stemmer ikke med fakturabeløbet"),
        ("12.5", "Beløb skrives som 1.234,56."),
    ],
)
def test_a_coding_that_does_not_add_up_is_refused(page: Page, erp: Running, amount: str, typed: str, said: str) -> None:
    """The view says why and keeps what was typed."""
    code(page, typed)
    book(page)
    expect(page.locator(".besked")).to_contain_text(said)
    expect(page.get_by_placeholder("Beløb")).to_have_value(typed)
    assert erp.rows("vouchers") == []


def test_a_double_click_books_twice(page: Page, erp: Running, amount: str) -> None:
    """Neither the button nor the server stops it."""
    code(page, amount)
    page.get_by_role("button", name="Bogfør").dblclick()
    expect(page.locator(".toast")).to_have_count(2)
    assert [row["reference"] for row in erp.rows("vouchers")] == ["GEV-1-1", "GEV-1-1"]


def test_one_drop_after_saving_is_two_vouchers_and_a_toast_for_the_second(
    page: Page, erp: Running, amount: str
) -> None:
    """Chromium sends the script's request again by itself, on another connection it had kept; nothing looks wrong."""
    erp.arm(Fault.DROP_AFTER_SAVE, match="bogfoer")
    code(page, amount)
    book(page)
    expect(page.locator(".toast")).to_have_text("Bogført som bilag 10000002")
    assert [row["number"] for row in erp.rows("vouchers")] == [10000001, 10000002]


def test_dropped_every_time_before_saving_nothing_is_saved(page: Page, erp: Running, amount: str) -> None:
    """The view says that there is no connection, and keeps what was typed."""
    erp.arm(Fault.DROP_BEFORE_SAVE, times=MANY, match="bogfoer")
    code(page, amount)
    book(page)
    expect(page.locator(".besked")).to_have_text(LOST)
    expect(page.get_by_placeholder("Beløb")).to_have_value(amount)
    assert erp.rows("vouchers") == []


def test_dropped_every_time_after_saving_the_view_says_the_same(page: Page, erp: Running, amount: str) -> None:
    """What is on the screen is no different from nothing saved."""
    erp.arm(Fault.DROP_AFTER_SAVE, times=MANY, match="bogfoer")
    code(page, amount)
    book(page)
    expect(page.locator(".besked")).to_have_text(LOST)
    assert {row["reference"] for row in erp.rows("vouchers")} == {"GEV-1-1"}


def test_an_error_of_the_server_is_shown_in_the_view(page: Page, erp: Running, amount: str) -> None:
    """The page around it stays."""
    erp.arm(Fault.ERROR_500, match="bogfoer")
    code(page, amount)
    book(page)
    expect(page.locator(".besked")).to_have_text("Der opstod en fejl (500).")
    assert erp.rows("vouchers") == []


def test_an_expired_session_shows_inside_the_page(page: Page, erp: Running, amount: str) -> None:
    """No navigation and no status tells it: the view's text does. Nothing is booked, and one signs in again."""
    erp.arm(Fault.EXPIRE_SESSION, match="bogfoer")
    code(page, amount)
    where = page.url
    book(page)
    expect(title(page)).to_have_text("Du er logget ud")
    assert (page.url, erp.rows("vouchers")) == (where, [])
    page.get_by_role("button", name="Log på igen").click()
    expect(title(page)).to_have_text("Log på")


def test_a_save_without_the_sessions_token_is_refused(page: Page, erp: Running, amount: str) -> None:
    """A request forged from elsewhere has the cookie and not the token."""
    line = {"account": "52110000", "cost_centre": "40010", "amount": amount}
    body = {"invoice": 7, "lines": [line], "reference": "GEV-1-1", "note": ""}
    answer = page.context.request.post(f"{erp.url}/api/bilag", data=body)
    assert (answer.status, erp.rows("vouchers")) == (403, [])


def test_a_placeholder_can_have_another_text(page: Page, erp: Running, amount: str) -> None:
    """*Konto* is *Artskonto* on the next invoice that is opened."""
    erp.arm(Fault.CHANGED_LABEL, match="faktura")
    page.reload()
    expect(page.get_by_placeholder("Artskonto")).to_be_visible()
    assert page.get_by_placeholder("Konto", exact=True).count() == 0


def test_a_slow_answer_comes_at_last(page: Page, erp: Running, amount: str) -> None:
    """Until then the view is what it was; then it is booked, once."""
    erp.arm(Fault.SLOW, match="bogfoer")
    code(page, amount)
    book(page)
    expect(title(page)).to_have_text("Faktura")
    expect(page.locator(".toast")).to_have_text("Bogført som bilag 10000001")
    assert len(erp.rows("vouchers")) == 1
