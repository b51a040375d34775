"""What page objects share: knowing themselves, typed tables by header text, and errors that say what happens next."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Error, Frame, Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from gevinst.errors import ProcessError, RetryLater, SystemDown

_NO_ANSWER = ("net::ERR_", "ECONNREFUSED", "ECONNRESET", "socket hang up")
_NO_PAGE = ("navigating to", "waiting for navigation", "navigation to finish", "scheduled navigations", "Route.fetch")
_GONE = ("has been closed", "connection closed", "crashed")


@contextmanager
def speaking_to(system: str) -> Iterator[None]:
    """Translate the browser's errors by what happens next.

    No answer, or no page in time, is `SystemDown`; what isn't where it should be on a page that came is `ProcessError`;
    a browser that died under the case is `RetryLater`. The browser's own text is not passed on: it may hold what was
    typed.
    """
    try:
        yield
    except PlaywrightTimeout as error:
        if _says(error, _NO_PAGE):
            raise SystemDown(system, f"{system} does not answer in time") from None
        raise ProcessError(f"{system}: something expected on the page did not come in time") from None
    except Error as error:
        if _says(error, _NO_ANSWER):
            raise SystemDown(system, f"{system} does not answer") from None
        if _says(error, _GONE):
            raise RetryLater(f"{system}: the browser ended under the case") from None
        raise ProcessError(f"{system}: the browser refused ({type(error).__name__})") from None


def _says(error: Error, signs: tuple[str, ...]) -> bool:
    return any(sign in error.message for sign in signs)


def read_table(table: Locator, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a table by header text; the columns asked for must be there, each once.

    Raises:
        ProcessError: When a column is missing or there twice.
    """
    headers = [text.strip() for text in table.locator("tr").first.locator("th").all_inner_texts()]
    for column in columns:
        if headers.count(column) != 1:
            raise ProcessError(f"the column '{column}' is there {headers.count(column)} times; the screen has changed")
    places = [headers.index(column) for column in columns]
    rows = []
    for row in table.locator("tr:has(td)").all():
        cells = [text.strip() for text in row.locator("td").all_inner_texts()]
        if len(cells) != len(headers):
            raise ProcessError("a row has another number of cells than its header")
        rows.append({column: cells[place] for column, place in zip(columns, places, strict=True)})
    return rows


def field(here: Page | Frame | Locator, label: str) -> Locator:
    """The one input that the label names; none or two is `ProcessError` before anything is typed."""
    found = here.get_by_label(label, exact=True)
    if found.count() != 1:
        raise ProcessError(f"the field '{label}' is there {found.count()} times; the screen has changed")
    return found
