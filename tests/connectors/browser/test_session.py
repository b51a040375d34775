"""One browser over many cases: nothing of a case reaches the next, and a browser that died costs nobody anything."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error

from connectors.browser.case import CaseContext
from connectors.browser.session import MEASURED_EVERY, browser, close_browser
from gevinst.errors import ConfigurationError
from tests.connectors.browser.serving import Site
from tests.connectors.browser.systems_file import describe


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """Start without a browser, and leave none that a test has set up otherwise."""
    close_browser()
    yield
    close_browser()
    gc.collect()  # what died complains when it is collected; here, not in the middle of another test


def process_of(case: CaseContext) -> int:
    """The process id of the case's browser."""
    running = case.context.browser
    assert running is not None
    found = running.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return next(int(each["id"]) for each in found if each["type"] == "browser")


def driver_of(process: int) -> int:
    """The process id of the browser's parent, Playwright's driver."""
    return int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])


def use_a_case(system: str = "") -> int:
    """What every case does; returns the browser's process id."""
    with browser(system).case() as case:
        case.page.set_content("<h1>Borger</h1>")
        assert case.page.locator("h1").inner_text() == "Borger"
        return process_of(case)


def test_cases_share_one_browser() -> None:
    """Starting one takes longer than a case; it is started once."""
    assert use_a_case() == use_a_case()


def test_nothing_of_a_case_reaches_the_next(site: Site) -> None:
    """Each case signs in anew: no cookie and nothing stored is carried over from another citizen's case."""
    for _ in range(2):
        with browser().case() as case:
            case.page.goto(site.url)
            assert case.page.evaluate("localStorage.getItem('borger')") is None
            case.page.evaluate("localStorage.setItem('borger', 'den forrige')")
    assert [each.cookie for each in site.received] == ["", ""]


def test_a_failed_case_is_closed_too(site: Site) -> None:
    """What a failing case had open is gone when the next one begins."""

    def fail() -> None:
        with browser().case() as case:
            case.page.goto(site.url)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with browser().case() as case:
        running = case.context.browser
        assert running is not None
        assert running.contexts == [case.context]


def test_a_case_speaks_danish_and_knows_the_time(case: CaseContext) -> None:
    """Dates and numbers that a page writes by itself are written as caseworkers see them."""
    assert case.page.evaluate("navigator.language") == "da-DK"
    assert case.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Europe/Copenhagen"


def test_a_browser_is_recycled_after_its_number_of_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Browsers grow; after as many cases as the setting says, the next case gets a new one and the old one is ended."""
    monkeypatch.setenv("GEVINST_BROWSER_CASES_PER_PROCESS", "2")
    first, second, third = use_a_case(), use_a_case(), use_a_case()
    assert first == second != third
    assert not Path(f"/proc/{first}").exists()


def test_a_browser_that_has_grown_is_recycled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looked at every few cases, it and its driver are started anew once they use more than the setting allows."""
    monkeypatch.setenv("GEVINST_BROWSER_MAX_MEGABYTES", "1")
    seen = [use_a_case() for _ in range(MEASURED_EVERY + 1)]
    assert len(set(seen[:MEASURED_EVERY])) == 1
    assert seen[-1] != seen[0]
    assert not Path(f"/proc/{seen[0]}").exists()


def test_a_browser_that_has_not_grown_is_kept() -> None:
    """What a browser uses by itself is far below the limit that is set when nobody sets one."""
    assert len({use_a_case() for _ in range(MEASURED_EVERY + 1)}) == 1


def test_the_memory_of_the_driver_and_of_every_browser_counts(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second browser below the same driver makes it more, and a page that holds much makes it that much more."""
    describe(house, monkeypatch, pension={"kerberos_hosts": ["pension.example"]})
    with browser().case() as case:
        driver = browser().process.driver
        alone = driver.megabytes()
        with browser("pension").case():
            assert driver.megabytes() > alone + 20
        before = driver.megabytes()
        case.page.evaluate("() => { window.held = new Uint8Array(200 * 1024 * 1024).fill(7) }")
        assert before + 190 < driver.megabytes() < before + 260


def test_a_browser_in_use_is_not_recycled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that visits two systems keeps the first one's page while the second is opened."""
    monkeypatch.setenv("GEVINST_BROWSER_CASES_PER_PROCESS", "1")
    with browser().case() as first:
        first.page.set_content("<h1>Borger</h1>")
        with browser().case() as second:
            assert process_of(second) == process_of(first)
        assert first.page.locator("h1").inner_text() == "Borger"
        used = process_of(first)
    assert use_a_case() != used


def test_systems_share_a_browser_unless_they_must_start_it_differently(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A time zone is the context's business; a list of Kerberos hosts is the browser's. One driver serves all."""
    describe(house, monkeypatch, pension={"kerberos_hosts": ["a.example"]}, erp={"timezone": "Europe/London"})
    plain, erp, pension = use_a_case(), use_a_case("erp"), use_a_case("pension")
    assert plain == erp != pension
    assert driver_of(plain) == driver_of(pension)


def test_a_browser_killed_beside_another_is_replaced_alone(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is open in the other one goes on."""
    describe(house, monkeypatch, pension={"kerberos_hosts": ["a.example"]})
    killed = use_a_case("pension")
    with browser().case() as case:
        case.page.set_content("<h1>Borger</h1>")
        os.kill(killed, signal.SIGKILL)
        assert use_a_case("pension") != killed
        assert case.page.locator("h1").inner_text() == "Borger"


def test_a_browser_killed_between_cases_is_replaced() -> None:
    """Killed while nobody used it (the machine ran out of memory): the next case doesn't fail for it."""
    first = use_a_case()
    os.kill(first, signal.SIGKILL)
    assert use_a_case() != first


def test_a_browser_killed_under_a_case_is_replaced() -> None:
    """The case it died under fails; the next one gets a new browser."""
    died: list[int] = []

    def die() -> None:
        with browser().case() as case:
            died.append(process_of(case))
            os.kill(died[0], signal.SIGKILL)
            case.page.set_content("<h1>Borger</h1>")

    with pytest.raises(Error):
        die()
    assert use_a_case() not in died


def test_a_driver_that_died_is_replaced() -> None:
    """Playwright's own process can be the one that is killed."""
    first = use_a_case()
    os.kill(driver_of(first), signal.SIGKILL)
    assert use_a_case() != first


def test_what_is_not_set_right_is_said_the_same_way_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed start leaves nothing behind: the second case reports the same setting, and corrected, the third starts."""
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", "/findes/ikke")
    for _ in range(2):
        with pytest.raises(ConfigurationError, match="GEVINST_BROWSER_EXECUTABLE is /findes/ikke"):
            browser()
    monkeypatch.delenv("GEVINST_BROWSER_EXECUTABLE")
    assert use_a_case()


def test_a_program_that_is_no_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An executable that doesn't start is one sentence with its path, without the driver's log of many lines."""
    monkeypatch.setenv("GEVINST_BROWSER_EXECUTABLE", "/bin/false")
    with pytest.raises(ConfigurationError, match="the browser /bin/false can't start") as caught:
        browser()
    assert "\n" not in caught.value.detail


@pytest.mark.parametrize("node", ["/bin/false", "/findes/ikke"])
def test_a_driver_that_cannot_start_names_its_package(monkeypatch: pytest.MonkeyPatch, node: str) -> None:
    """Playwright's driver lacks a library on a bare machine; the package is named."""
    monkeypatch.setenv("PLAYWRIGHT_NODEJS_PATH", node)
    with pytest.raises(ConfigurationError, match="libatomic1"):
        browser()


def test_an_async_flow_is_told_what_to_change() -> None:
    """The browser works on the thread that runs the case; a flow that is `async` can't use it and says so."""
    caught: list[ConfigurationError] = []

    async def asynchronous_flow() -> None:
        try:
            browser()
        except ConfigurationError as error:
            caught.append(error)

    thread = threading.Thread(target=lambda: asyncio.run(asynchronous_flow()))
    thread.start()
    thread.join()
    assert "plain `def`" in caught[0].detail
