"""The one click of a write: its question is answered, its request passes the fence, and neither happens twice.

What comes back proves nothing, however well it looks: the receipt is what a fresh page shows under our item's number.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

from playwright.sync_api import Locator, Request

from connectors.browser.errors import speaking_to
from connectors.browser.fence import SAFE, Ownership, fence
from connectors.browser.page import Page
from gevinst.errors import ProcessError


def commit(page: Page, ownership: Ownership, button: Locator, *, to: str, question: str = "") -> None:
    """Press once.

    Args:
        page: The filled page; it can't be committed again afterwards.
        ownership: Asked right before the request leaves.
        button: What saves.
        to: How the address of the request that saves ends; every other write meanwhile is stopped.
        question: What the page asks before it saves; answered OK. None if it asks nothing: then a question is an error.

    Raises:
        LeaseLost: Nothing left.
        ProcessError: The button sent nothing, or the page was committed before.
        SystemDown: Or any other error of the browser's: whether the system saved is unknown.
    """
    if page.is_committed:
        raise ProcessError(f"{page.system}: this page was committed before; open it afresh")
    page.is_committed = True

    def saves(request: Request) -> bool:
        return request.url.partition("?")[0].endswith(to)

    asked = page.case.expect_dialog(accept=True, text=question) if question else nullcontext()
    with (
        speaking_to(page.system),
        fence(page.case, ownership, matching=saves, unfenced=bool(page.unfenced)) as gate,
        asked,
        page.leaving(),
        _answer_to(page, saves),
    ):
        button.click()
        page.case.check_surprises()  # a question nobody expected was answered no: no page will come
    if gate.sent != 1:
        raise ProcessError(f"{page.system}: the button sent {gate.sent} requests")


@contextmanager
def _answer_to(page: Page, saves: Callable[[Request], bool]) -> Iterator[None]:
    """A page drawn by script stays: wait until the request that saves has left, and was answered or broke off."""
    if not page.is_drawn_by_script:
        yield
        return
    with page.case.context.expect_event("request", lambda each: each.method not in SAFE and saves(each)) as request:
        yield
    request.value.response()
