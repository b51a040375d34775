"""The finance system driven by bare Playwright: as a robot without a kit would."""

from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from sandbox.erp.identity import ACCOUNT, PASSWORD
from sandbox.web.server import Running


def prove(page: Page, erp: Running, password: str = PASSWORD) -> None:
    """Account and password, on the identity page."""
    page.goto(erp.url)
    page.get_by_placeholder("nogen@eksempel.example").fill(ACCOUNT)
    page.get_by_role("button", name="Næste").click()
    page.get_by_placeholder("Adgangskode").fill(password)
    page.get_by_role("button", name="Log på").click()


def sign_in(page: Page, erp: Running) -> None:
    """All the way to the list of invoices."""
    prove(page, erp)
    expect(title(page)).to_have_text("Fakturaer til kontering")


def title(page: Page) -> Locator:
    """What says which view this is."""
    return page.locator(".titel")


def list_vouchers(page: Page) -> None:
    """The other list, by the menu; what was on the screen before has criteria like it."""
    page.get_by_title("Bilag").click()
    expect(title(page)).to_have_text("Bilag")


def cells(page: Page) -> list[list[str]]:
    """The grid's rows, without its header; waited for."""
    expect(page.get_by_role("grid")).not_to_have_attribute("aria-busy", "true")
    rows = page.get_by_role("row").filter(has=page.get_by_role("gridcell")).all()
    return [row.get_by_role("gridcell").all_inner_texts()[:-1] for row in rows]


def search(page: Page, **wanted: str) -> None:
    """Fill in the criteria, by placeholder, and wait for the list that answers them."""
    for placeholder, text in wanted.items():
        page.get_by_placeholder(placeholder).fill(text)
    page.get_by_title("Søg", exact=True).click()
    expect(page.locator(".soegt")).to_contain_text(list(wanted.values())[-1])


def open_invoice(page: Page, erp: Running, key: int) -> None:
    """By its address."""
    page.goto(f"{erp.url}/#/faktura/{key}")
    expect(title(page)).to_have_text("Faktura")


def code(page: Page, amount: str, reference: str = "GEV-1-1") -> None:
    """One line that takes it all."""
    page.get_by_placeholder("Konto", exact=True).fill("52110000")
    page.get_by_placeholder("Omkostningssted").fill("40010")
    page.get_by_placeholder("Beløb").fill(amount)
    page.get_by_placeholder("Tekst").fill(reference)


def book(page: Page) -> None:
    """The one click."""
    page.get_by_role("button", name="Bogfør").click()


def host(page: Page) -> str | None:
    """Whose page it is."""
    return urlsplit(page.url).hostname
