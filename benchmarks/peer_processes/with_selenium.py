"""Selenium: `python -m benchmarks.peer_processes.with_selenium ADDRESS BROWSER CHROMEDRIVER`; each line is a reference.

One browser, and a fresh user context for each case, as its newest protocol (BiDi) has them.
"""

import sys

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from benchmarks.peer_processes.turns import take_each_turn

SECONDS = 10
LABELLED = "//label[normalize-space(text())='{}']//input"
BUTTON = "//button[normalize-space()='Gem']"


def main(address: str, program: str, driver_program: str) -> None:
    """The five actions for each reference."""
    options = ChromeOptions()
    options.binary_location = program
    options.enable_bidi = True
    for argument in ("--headless", "--no-sandbox", "--lang=da-DK", "--window-size=1280,900"):
        options.add_argument(argument)
    with Chrome(options=options, service=Service(driver_program)) as driver:
        first = driver.current_window_handle
        came = WebDriverWait(driver, SECONDS, poll_frequency=0.01, ignored_exceptions=[WebDriverException])

        def five_actions(reference: str) -> None:
            mine = driver.browser.create_user_context()
            driver.switch_to.window(driver.browsing_context.create(type="tab", user_context=mine))
            try:
                driver.get(f"{address}/ny")
                _is_at(driver, "Ny registrering")
                named, dated = (_only(driver, LABELLED.format(label)) for label in ("Ekstern reference", "Dato"))
                named.send_keys(reference)
                dated.send_keys("03-03-2026")
                _only(driver, BUTTON).click()
                came.until(lambda _driver: driver.find_element(By.TAG_NAME, "h1").text == "Kvittering")
                assert driver.find_element(By.ID, "nummer").text
            finally:
                driver.browser.remove_user_context(mine)
                driver.switch_to.window(first)

        take_each_turn(five_actions)


def _is_at(driver: Chrome, heading: str) -> None:
    assert [each.text for each in driver.find_elements(By.TAG_NAME, "h1")] == [heading]


def _only(driver: Chrome, path: str) -> WebElement:
    (found,) = driver.find_elements(By.XPATH, path)
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
