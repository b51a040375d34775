"""A page of the real browser without the kit's rules: what a system does by itself, nothing in between."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from connectors.browser.session import browser


@contextmanager
def bare_page() -> Iterator[Page]:
    """In a context of its own; where something is waited for in vain, not for long."""
    with browser().case() as case:
        instance = case.context.browser
        assert instance is not None
        with instance.new_context(locale="da-DK") as context:
            context.set_default_timeout(5_000)
            yield context.new_page()
