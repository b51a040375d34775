"""Waiting: for what the page says, however long the network hums; in vain it ends with what was waited for, and no value."""

from collections.abc import Callable

import pytest

from connectors.browser.case import CaseContext
from connectors.browser.waiting import wait_until_gone, wait_until_it_changes, wait_until_it_says
from gevinst.errors import ProcessError
from tests.connectors.browser.sample_pages import GamlaPage
from tests.connectors.browser.serving import Site

WORKING = """<p id=status>I gang</p><p id=snurrer>…</p><script>fetch('/evig'); fetch('/faerdig').then(() => {
    document.querySelector('#status').innerText = 'Færdig'; document.querySelector('#snurrer').hidden = true })</script>"""
WAYS = {
    "says": lambda page, **more: wait_until_it_says(
        page, page.here.locator("#status"), "Færdig", what="the status", **more
    ),
    "changes": lambda page, **more: wait_until_it_changes(
        page, page.here.locator("#status"), "I gang", what="the status", **more
    ),
    "gone": lambda page, **more: wait_until_gone(page, page.here.locator("#snurrer"), what="the end", **more),
}


@pytest.mark.parametrize("wait", WAYS.values(), ids=WAYS)
def test_what_the_page_says_is_waited_for(case: CaseContext, site: Site, wait: Callable[..., None]) -> None:
    """While another request hangs for ever."""
    site.pages["/"] = WORKING
    site.hangs.add("/evig")
    case.page.goto(site.url)
    wait(GamlaPage(case))
    assert case.page.locator("#status").inner_text() == "Færdig"


@pytest.mark.parametrize("wait", WAYS.values(), ids=WAYS)
def test_in_vain_is_an_error_that_names_it(case: CaseContext, site: Site, wait: Callable[..., None]) -> None:
    """Within the time it was given."""
    site.pages["/"] = WORKING
    site.hangs |= {"/evig", "/faerdig"}
    case.page.goto(site.url)
    with pytest.raises(ProcessError, match=r"GAMLA: the (status|end) did not come within 0\.3 s") as caught:
        wait(GamlaPage(case), seconds=0.3)
    assert "I gang" not in caught.value.detail
