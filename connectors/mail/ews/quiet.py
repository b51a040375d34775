"""Keep mail and tokens out of the log: these libraries write requests and answers as they are."""

import logging

_SILENT = ("exchangelib",)
_WARNINGS_ONLY = ("oauthlib", "requests_oauthlib", "requests_ntlm", "spnego", "urllib3")


def keep_quiet() -> None:
    """Safe to call again.

    exchangelib writes whole requests at DEBUG, and at ERROR when something unforeseen happens: a draft's text would stand
    in the log. So it says nothing at all, and every error of its reaches the log as one of ours.
    """
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for name in _WARNINGS_ONLY:
        logging.getLogger(name).setLevel(logging.WARNING)
