"""PENSYS driven by bare Playwright: as a robot without a kit would."""

from playwright.sync_api import FrameLocator, Page, expect

from sandbox.legacy.app import ACCOUNT, PASSWORD


def sign_in(page: Page) -> None:
    """Account and password."""
    page.get_by_label("Bruger").fill(ACCOUNT)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log på").click()


def choose(menu: FrameLocator, here: FrameLocator, name: str) -> None:
    """A page by the menu; each is called what its link says."""
    menu.get_by_role("link", name=name, exact=True).click()
    expect(here.get_by_role("heading", name=name)).to_be_visible()


def show_citizen(here: FrameLocator, cpr: str) -> None:
    """Type a CPR number where it is asked for."""
    here.get_by_label("CPR-nummer").fill(cpr)
    here.get_by_role("button", name="Vis").click()
