"""The same two cases in bare Playwright, with the same looks and checks written out by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request, Route

from benchmarks.kit_cases import NOBODYS

_TEXTS = "rows => rows.map(row => [...row.querySelectorAll('td')].map(each => each.innerText.trim()))"


def five_actions(browser: Browser, url: str, reference: str, day: str, *, traced: bool = False) -> str:
    """As in `kit_cases`."""
    with _fresh(browser, traced=traced) as page:
        _open_and_fill(page, url, reference, day)
        button = _button(page)
        with page.expect_navigation() as navigation:
            button.click()
        assert navigation.value.status < 500
        _is_at(page, "Kvittering")
        return page.locator("#nummer").inner_text().strip()


def guarded(browser: Browser, url: str, reference: str, day: str, *, traced: bool = False) -> str:
    """As in `kit_cases`."""
    with _fresh(browser, traced=traced) as page:
        assert _look(page, url, NOBODYS) == []
        assert _look(page, url, reference) == []
        _open_and_fill(page, url, reference, day)
        button = _button(page)
        sent: list[str] = []

        def fence(route: Route, request: Request) -> None:
            if request.method == "GET":
                route.continue_()
            elif sent or not request.url.endswith("/gem"):
                route.abort()
            else:
                sent.append(request.url)
                route.fulfill(response=route.fetch(max_redirects=0, max_retries=0))

        page.route("**/*", fence)
        with page.expect_navigation() as navigation:
            button.click()
        assert navigation.value.status < 500
        page.unroute("**/*", fence)
        assert len(sent) == 1
        _is_at(page, "Kvittering")
        (ours,) = _look(page, url, reference)
        number, *rest = ours
        assert rest == [day, reference]
        return number


@contextmanager
def _fresh(browser: Browser, *, traced: bool) -> Iterator[Page]:
    options: dict[str, Any] = {"locale": "da-DK", "timezone_id": "Europe/Copenhagen", "service_workers": "block"}
    context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
    try:
        page = context.new_page()
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(30_000)
        if traced:
            context.tracing.start(snapshots=True)
        yield page
        if traced:
            context.tracing.stop()
    finally:
        context.close()


def _open_and_fill(page: Page, url: str, reference: str, day: str) -> None:
    _goto(page, f"{url}/ny")
    _is_at(page, "Ny registrering")
    named, dated = (_only(page.get_by_label(label, exact=True)) for label in ("Ekstern reference", "Dato"))
    named.fill(reference)
    dated.fill(day)


def _look(page: Page, url: str, reference: str) -> list[list[str]]:
    _goto(page, f"{url}/registreringer?reference={reference}")
    _is_at(page, "Registreringer")
    assert page.locator("#soegt").inner_text() == reference
    table = page.locator("#registreringer")
    assert table.locator("th").all_inner_texts() == ["Nummer", "Dato", "Ekstern reference"]
    rows: list[list[str]] = table.locator("tr:has(td)").evaluate_all(_TEXTS)
    return rows


def _goto(page: Page, url: str) -> None:
    answer = page.goto(url)
    assert answer is not None
    assert answer.status < 500


def _is_at(page: Page, heading: str) -> None:
    assert page.locator("h1").all_inner_texts() == [heading]


def _button(page: Page) -> Locator:
    return _only(page.get_by_role("button", name="Gem", exact=True))


def _only(found: Locator) -> Locator:
    assert found.count() == 1
    return found
