"""The report as PDF: whoever prints pages is found by the entry point `gevinst.printers`, so the core knows no browser."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from gevinst.errors import ConfigurationError

GROUP = "gevinst.printers"
Printer = Callable[[Path, Path], None]
"""Prints the page at the first path into the PDF at the second, which appears whole or not at all."""


def print_report(html: Path, into: Path) -> None:
    """Print a page that was written; an older PDF is replaced.

    Raises:
        ConfigurationError: Nothing here prints, or the browser it needs is missing; says what to install.
        RetryLater: It printed nothing, or not in time; another try may do.
        OSError: The PDF can't be written.
    """
    find_printer()(html, into)


def find_printer() -> Printer:
    """The first printer by name that is installed.

    Raises:
        ConfigurationError: There is none, or it can't be loaded.
    """
    found = sorted(entry_points(group=GROUP), key=lambda each: each.name)
    if not found:
        raise ConfigurationError("nothing is installed that prints a page as PDF: run `make setup`")
    try:
        printer: Printer = found[0].load()
    except (ImportError, AttributeError) as error:
        detail = f"the printer '{found[0].name}' can't be loaded ({type(error).__name__}): run `make setup`"
        raise ConfigurationError(detail) from None
    return printer
