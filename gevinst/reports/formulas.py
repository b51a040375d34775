"""Texts that a spreadsheet would calculate: a title typed as `=HYPERLINK(…)` must not run in whose Excel opens a CSV file."""

_BEGIN_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""OWASP, CSV Injection."""


def harmless(value: object) -> object:
    """A cell as it may stand in a CSV file: such a text gets an apostrophe before it; numbers and dates stay as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGIN_A_FORMULA) else value
