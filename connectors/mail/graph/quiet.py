"""Keep addresses out of the log: httpx writes each URL at INFO, and ours hold Message-IDs and the mailbox's address."""

import logging

_origins: set[str] = set()


class _Ours(logging.Filter):
    """Drops httpx's line on a request to one of our servers; other clients' lines stay."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not any(str(each).startswith(tuple(_origins)) for each in _texts(record))


def keep_quiet(origin: str) -> None:
    """From now on no URL of that server is logged; safe to call again."""
    _origins.add(origin)
    logger = logging.getLogger("httpx")
    if not any(isinstance(each, _Ours) for each in logger.filters):
        logger.addFilter(_Ours())
    logging.getLogger("msal").setLevel(logging.WARNING)  # it writes whole requests for tokens at DEBUG


def _texts(record: logging.LogRecord) -> list[object]:
    return list(record.args) if isinstance(record.args, tuple) else []
