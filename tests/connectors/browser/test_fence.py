"""The fence: of whatever the page and the browser send, one write leaves, and only while the item is ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Error, Request

from connectors.browser.case import CaseContext
from connectors.browser.fence import fence
from gevinst.errors import LeaseLost, ProcessError
from tests.connectors.browser.serving import Site

FORM = '<form method="post" action="/gem"><input name="navn" value="æøå"><button>Gem</button></form>'
TWICE = FORM + '<script>onsubmit = () => {fetch("/gem", {method: "POST", body: "selv"})}</script>'


def allow() -> None:
    """The item is still ours."""


def refuse() -> None:
    """Somebody else has the item."""
    raise LeaseLost


def any_request(_request: Request) -> bool:
    """Whatever is sent is the write that is meant."""
    return True


def is_saving(request: Request) -> bool:
    """Only the form's own request is the write that is meant."""
    return request.is_navigation_request()


@contextmanager
def stopped() -> Iterator[None]:
    """The browser may complain of a request that was stopped under its click; what counts is what arrived."""
    try:
        yield
    except Error:
        return


def press(case: CaseContext) -> None:
    """Click and wait for the page that comes."""
    with case.page.expect_navigation():
        case.page.get_by_role("button", name="Gem").click()


def test_one_click_is_one_write(case: CaseContext, site: Site) -> None:
    """The ordinary case: the form arrives once, whole, and the answer is the page that is shown."""
    site.pages["/"] = FORM
    case.page.goto(site.url)
    with fence(case, allow, matching=any_request) as gate:
        press(case)
    assert [write.body for write in site.writes] == ["navn=%C3%A6%C3%B8%C3%A5"]
    assert case.page.locator("h1").inner_text() == "Gemt"
    assert (gate.sent, gate.failure) == (1, None)


def test_a_click_that_posts_twice_is_one_write(case: CaseContext, site: Site) -> None:
    """A page whose script saves as well as its form: the second write is stopped."""
    site.pages["/"] = TWICE
    case.page.goto(site.url)
    with stopped(), fence(case, allow, matching=any_request):
        press(case)
    assert len(site.writes) == 1


def test_a_double_click_is_one_write(case: CaseContext, site: Site) -> None:
    """A hand that trembles sends two requests; one arrives."""
    site.pages["/"] = "<button onclick=\"fetch('/gem', {method: 'POST'})\">Gem</button>"
    case.page.goto(site.url)
    with fence(case, allow, matching=any_request):
        case.page.get_by_role("button").dblclick()
        case.page.evaluate("fetch('/gem', {method: 'POST'}).catch(() => null)")
    assert len(site.writes) == 1


def test_a_dropped_connection_is_one_write_and_an_error(case: CaseContext, site: Site) -> None:
    """The server took the POST in and hung up on a kept-alive connection: it arrived once, and the caller is told."""
    site.pages["/"] = FORM
    case.page.goto(site.url)
    site.drops = 1
    with pytest.raises(Error, match=r"socket hang up|ECONNRESET"), fence(case, allow, matching=any_request) as gate:
        press(case)
    assert len(site.writes) == 1
    assert gate.sent == 1


def test_a_write_that_is_slow_to_be_answered_is_one_write(case: CaseContext, site: Site) -> None:
    """The page gives up waiting before the server has answered: the fence stays until it has, or it would leave again."""
    site.pages["/"] = FORM
    site.hangs.add("/gem")
    case.page.goto(site.url)
    case.page.set_default_navigation_timeout(300)
    answering = threading.Timer(1, site.answer)
    answering.start()
    with pytest.raises(Error, match="Timeout"), fence(case, allow, matching=any_request):
        press(case)
    answering.join()
    case.page.goto(site.url, timeout=5_000)
    assert len(site.writes) == 1


def test_without_the_fence_a_dropped_connection_is_two_writes(case: CaseContext, site: Site) -> None:
    """The positive control: Chromium sends the POST again by itself."""
    site.pages["/"] = FORM
    case.page.goto(site.url)
    site.drops = 1
    press(case)
    assert len(site.writes) == 2


def test_nothing_leaves_once_the_lease_is_lost(case: CaseContext, site: Site) -> None:
    """Ownership is asked before the request leaves; its refusal reaches the caller, not the browser's complaint."""
    site.pages["/"] = FORM
    case.page.goto(site.url)
    with pytest.raises(LeaseLost), fence(case, refuse, matching=any_request) as gate:
        press(case)
    assert site.writes == []
    assert gate.sent == 0


def test_nothing_leaves_afterwards_either(case: CaseContext, site: Site) -> None:
    """Whatever the page still tries in a case that is somebody else's now, until its context is closed."""
    site.pages["/"] = FORM
    case.page.goto(site.url)
    with pytest.raises(LeaseLost), fence(case, refuse, matching=any_request):
        press(case)
    with case.windows_may_open():
        case.page = case.context.new_page()
    case.page.goto(site.url)
    with stopped():
        press(case)
    assert site.writes == []


def test_the_lost_lease_counts_before_what_the_page_says(case: CaseContext, site: Site) -> None:
    """A page object that finds its page missing after a stopped request must not hide why it is missing."""
    site.pages["/"] = FORM
    case.page.goto(site.url)

    def commit() -> None:
        with fence(case, refuse, matching=any_request):
            with stopped():
                press(case)
            raise ProcessError

    with pytest.raises(LeaseLost):
        commit()
    assert site.writes == []


def test_only_what_matches_may_leave(case: CaseContext, site: Site) -> None:
    """A page that reports home while it is left: that write is stopped, and the one that is meant still goes."""
    site.pages["/"] = FORM + '<script>onsubmit = () => {fetch("/statistik", {method: "POST", body: "x"})}</script>'
    case.page.goto(site.url)
    with fence(case, allow, matching=is_saving):
        press(case)
    assert [write.path for write in site.writes] == ["/gem"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_write_by_any_method_is_fenced(case: CaseContext, site: Site, method: str) -> None:
    """A page that saves from its script, with PUT for one, passes the same gate."""
    case.page.goto(site.url)
    send = f"fetch('/gem', {{method: '{method}'}}).catch(() => null)"
    with pytest.raises(LeaseLost), fence(case, refuse, matching=any_request):
        case.page.evaluate(send)
    assert site.writes == []


def test_reading_goes_on_within_and_everything_after(case: CaseContext, site: Site) -> None:
    """Pictures and frames load while a write is fenced, and once the fence is gone nothing is stopped any more."""
    site.pages["/"] = FORM
    with fence(case, refuse, matching=any_request):
        case.page.goto(site.url)
    press(case)
    assert len(site.writes) == 1


def test_the_browsers_own_trouble_is_raised(case: CaseContext, site: Site) -> None:
    """With nothing sent and nothing stopped, what the body raises is what the caller gets."""
    case.page.goto(site.url)
    with pytest.raises(Error, match="Timeout"), fence(case, allow, matching=any_request):
        case.page.get_by_role("button", name="Gem").click(timeout=100)


def test_no_worker_of_the_page_is_let_in(case: CaseContext, site: Site) -> None:
    """What a page would leave to a background worker of its own passes no fence, so there is none."""
    case.page.goto(site.url)
    count = case.page.evaluate(
        "navigator.serviceWorker.register('/worker.js')"
        ".then(() => navigator.serviceWorker.getRegistrations()).then(all => all.length)"
    )
    assert count == 0
