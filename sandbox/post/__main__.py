"""`python -m sandbox.post INTO`: write the demo's forty mails with their truth."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from connectors.browser.finding import find_browser
from sandbox.post.generate import generate


def main() -> None:
    """Generate into the folder named on the command line."""
    with sync_playwright() as playwright:
        browser = str(find_browser(playwright).executable)
    truth = generate(Path(sys.argv[1]), browser=browser)
    print(f"{len(truth)} mails in {sys.argv[1]}")  # noqa: T201 (a command's answer)


if __name__ == "__main__":
    main()
