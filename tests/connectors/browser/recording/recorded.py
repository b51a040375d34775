"""What codegen of Playwright 1.65 wrote while pages of the tests' own were worked; so tests know it without a screen."""

BEGIN = """import re
from playwright.sync_api import Playwright, sync_playwright, expect


def run(playwright: Playwright) -> None:
    browser = playwright.chromium.launch(headless=False)
    context = browser.new_context(locale="da-DK")
    page = context.new_page()
"""
END = """
    # ---------------------
    context.close()
    browser.close()


with sync_playwright() as playwright:
    run(playwright)
"""


def script(*statements: str) -> str:
    """A script of these statements."""
    return BEGIN + "".join(f"    {each}\n" for each in statements) + END


EVERYTHING = script(
    'page.goto("http://127.0.0.1:8123/?token=token-i-adressen")',
    'page.get_by_role("heading", name="Log på").click()',
    'page.get_by_role("textbox", name="Bruger").click()',
    'page.get_by_role("textbox", name="Bruger").fill("robot-konto")',
    'page.get_by_role("textbox", name="Bruger").press("Tab")',
    'page.get_by_role("textbox", name="Adgangskode").fill("hemmelig9")',
    'page.get_by_role("button", name="Log på").click()',
    'page.get_by_role("heading", name="Søg borger").click()',
    'page.get_by_role("textbox", name="CPR-nummer").click()',
    'page.get_by_role("textbox", name="CPR-nummer").fill("010203-1234")',
    'page.get_by_role("textbox", name="CPR-nummer").press("Enter")',
    'page.get_by_role("row", name="010203-1234 Agnes Ahornblad Vælg").get_by_role("link").click()',
    'page.get_by_role("link", name="Agnes Ahornblad").click()',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.get_by_role("textbox", name="Note").click()',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.get_by_role("textbox", name="Note").fill("ringer igen")',
    'page.locator("iframe[name=\\"indre\\"]").content_frame.locator("input[name=\\"belob\\"]").fill("12,50")',
    'page.once("dialog", lambda dialog: dialog.dismiss())',
    'page.get_by_role("button", name="Slet").click()',
    "with page.expect_download() as download_info:",
    '    page.get_by_role("link", name="Hent brev").click()',
    "download = download_info.value",
    "with page.expect_popup() as page1_info:",
    '    page.get_by_role("link", name="Find udbyder").click()',
    "page1 = page1_info.value",
    'page1.get_by_role("textbox", name="CVR").fill("87654321")',
    'page1.get_by_role("button", name="Søg").click()',
    "page1.close()",
    'page.goto("http://127.0.0.1:8123/ny?navn=Agnes+Ahornblad")',
    'page.get_by_role("heading", name="Registrér bilag").click()',
    'page.get_by_role("textbox", name="Beløb").fill("1.234,56")',
    'page.get_by_role("textbox", name="Behandlingsdato").fill("03-03-2026")',
    'page.get_by_role("textbox", name="Dag").fill("2026-03-04")',
    'page.get_by_label("Art", exact=True).select_option("regning-2")',
    'page.get_by_role("checkbox", name="Hastesag").check()',
    'page.get_by_test_id("EAN-nummer").fill("5790000000000")',
    'page.locator("#modtager").click()',
    'page.locator("#modtager").fill("Bo Bøgeskov")',
    'page.get_by_role("textbox", name="Skal til Bo Bøgeskov").fill("ja")',
    'page.locator("textarea[name=\\"bem\\"]").fill("linje1\\nAgnes Ahornblad")',
    'page.get_by_role("button", name="Fil").set_input_files("brev om Agnes.pdf")',
    'page.once("dialog", lambda dialog: dialog.dismiss())',
    'page.get_by_role("button", name="Gem").click()',
    'page.get_by_role("heading", name="Kvittering").click()',
    'expect(page.locator("#nummer")).to_contain_text("R-000417")',
    'page.get_by_text("Agnes Ahornblad, 4 bilag").dblclick()',
    "page.close()",
)
"""Each kind of action that codegen writes, and secrets wherever one may stand."""

SECRETS = (
    "token-i-adressen",
    "robot-konto",
    "hemmelig9",
    "010203",
    "Agnes",
    "Ahornblad",
    "ringer igen",
    "12,50",
    "87654321",
    "1.234,56",
    "03-03-2026",
    "2026-03-04",
    "regning-2",
    "5790000000000",
    "Bøgeskov",
    "linje1",
    "R-000417",
    "127.0.0.1",
)
"""What must not come out of it, whole or in part."""
