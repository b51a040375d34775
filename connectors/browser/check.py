"""Doctor's look at the browser: launch it, take a picture and a PDF."""

from connectors.browser.session import browser
from gevinst.doctor import Finding
from gevinst.errors import ConfigurationError


def check_browser() -> Finding:
    """Start the browser as a case would, and say what to install where it can't."""
    try:
        with browser().case() as case:
            case.page.set_content("<h1>Gevinst</h1>")
            picture, pdf = case.page.screenshot(), case.page.pdf()
    except ConfigurationError as error:
        return Finding("browser", ok=False, detail=error.detail, remedy="run `make setup`")
    return Finding("browser", ok=bool(picture and pdf), detail="starts, takes a picture and prints a PDF")
