"""Doctor's look at the browser: launch it, take a picture and a PDF; and at what each system asks of it."""

from collections.abc import Iterator

from playwright.sync_api import Error

from connectors.browser.check_systems import check_systems
from connectors.browser.session import browser
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError
from gevinst.settings import settings


def check_browser() -> Iterator[Finding]:
    """Start the browser as a case would, and say what to install where it can't; then one finding a system."""
    yield _launched()
    yield from check_systems()


def _launched() -> Finding:
    try:
        with browser().case() as case:
            case.page.set_content("<h1>Gevinst</h1>")
            case.page.screenshot()
            if not settings().browser_headed:  # one that is shown prints no PDF
                case.page.pdf()
    except ConfigurationError as error:
        return Finding("browser", ok=False, detail=error.detail, remedy="run `make setup`")
    except Error as error:
        detail = f"starts, and then can't draw a page ({type(error).__name__})"
        return Finding(
            "browser", ok=False, detail=detail, remedy="install another one, or set GEVINST_BROWSER_EXECUTABLE"
        )
    return Finding("browser", ok=True, detail="starts, takes a picture and prints a PDF")
