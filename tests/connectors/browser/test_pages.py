"""What page objects share: a page that changed stops the case, and errors say what happens next and nothing personal."""

import os
import signal
import traceback
from collections.abc import Callable

import pytest

from connectors.browser.pages import field, read_table, speaking_to
from connectors.browser.session import CaseContext, browser
from gevinst.errors import GevinstError, ProcessError, RetryLater, SystemDown
from tests.connectors.browser.serving import Site
from tests.connectors.browser.test_session import process_of

COLUMNS = ("Nummer", "Beløb")
NAME, CPR = "Agnes Ahornblad", "070248-1239"


def table(headers: str, *rows: str) -> str:
    """A table, its cells separated by bars."""
    lines = ["".join(f"<th>{text}</th>" for text in headers.split("|"))]
    lines += ["".join(f"<td>{text}</td>" for text in row.split("|")) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def read(case: CaseContext, html: str) -> list[dict[str, str]]:
    """What the kit makes of it."""
    case.page.set_content(html)
    return read_table(case.page.locator("table"), COLUMNS)


def test_rows_are_read_by_their_headers(case: CaseContext) -> None:
    """Columns may stand in any order, and others, even without a name, may stand between them."""
    assert read(case, table("Beløb||Nummer", " 1,00 |x|A-1", "2,00|y| A-2 ")) == [
        {"Nummer": "A-1", "Beløb": "1,00"},
        {"Nummer": "A-2", "Beløb": "2,00"},
    ]
    assert read(case, table("Nummer|Beløb")) == []


@pytest.mark.parametrize(
    ("headers", "row"),
    [("Nummer|Sum", "A-1|1,00"), ("Nummer|Beløb|Beløb", "A-1|1,00|2,00"), ("Nummer|Beløb", "ingen fundet")],
)
def test_a_table_that_changed_is_not_guessed_at(case: CaseContext, headers: str, row: str) -> None:
    """A header that is missing or there twice, or a row of another width, is a changed screen."""
    with pytest.raises(ProcessError):
        read(case, table(headers, row))


def test_a_field_is_the_one_its_label_names(case: CaseContext) -> None:
    """Found by the whole label: a longer label that begins alike is another field."""
    case.page.set_content("<label>Beløb<input id=a></label><label>Beløb i alt<input id=b></label>")
    assert field(case.page, "Beløb").get_attribute("id") == "a"


@pytest.mark.parametrize("count", [0, 2])
def test_no_field_or_two_is_a_changed_screen(case: CaseContext, count: int) -> None:
    """Nothing is typed where it isn't certain which field is meant."""
    case.page.set_content("<label>Beløb<input></label>" * count)
    with pytest.raises(ProcessError, match=f"'Beløb' is there {count} times"):
        field(case.page, "Beløb")


# --- errors named by what happens next ------------------------------------------------------------------------------


def refused(case: CaseContext, site: Site) -> None:
    """Nobody listens."""
    case.page.goto("http://127.0.0.1:9")


def hung(case: CaseContext, site: Site) -> None:
    """The system takes the request in and never answers."""
    site.hangs.add("/")
    case.page.goto(site.url, timeout=300)


def hung_after_a_click(case: CaseContext, site: Site) -> None:
    """The answer to a click never comes."""
    site.pages["/"] = "<a href=/videre>Videre</a>"
    site.hangs.add("/videre")
    case.page.goto(site.url)
    with case.page.expect_navigation(timeout=300):
        case.page.get_by_role("link").click(no_wait_after=True)


def missing(case: CaseContext, site: Site) -> None:
    """The page came, and what is looked for isn't on it."""
    case.page.goto(site.url)
    case.page.get_by_text(NAME).click(timeout=300)


def ambiguous(case: CaseContext, site: Site) -> None:
    """Two where there must be one; the browser's own text quotes them."""
    site.pages["/"] = f"<p>{NAME}</p><p>{CPR}</p>"
    case.page.goto(site.url)
    case.page.locator("p").click()


def died(case: CaseContext, site: Site) -> None:
    """The browser is killed under the case."""
    os.kill(process_of(case), signal.SIGKILL)
    case.page.get_by_text(NAME).click()


@pytest.mark.parametrize(
    ("happens", "error"),
    [
        (refused, SystemDown),
        (hung, SystemDown),
        (hung_after_a_click, SystemDown),
        (missing, ProcessError),
        (ambiguous, ProcessError),
        (died, RetryLater),
    ],
)
def test_errors_say_what_happens_next_and_nothing_else(
    site: Site, happens: Callable[[CaseContext, Site], None], error: type[GevinstError]
) -> None:
    """A silent system waits, a changed screen fails, a dead browser is tried again; the browser's words are dropped."""
    with browser().case() as case, pytest.raises(error) as caught, speaking_to("pension"):
        happens(case, site)
    shown = "".join(traceback.format_exception(caught.value))
    assert "pension" in caught.value.detail
    assert [value for value in (NAME, CPR, site.url) if value in shown] == []
