"""How long a server asks to be left alone: HTTP's Retry-After, which is a number of seconds or a date (RFC 9110, 10.2.3)."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

UNSAID = timedelta(seconds=30)
"""Where it asks for patience and says no time."""


def retry_after(headers: Mapping[str, str]) -> timedelta | None:
    """The wait that an answer's headers ask for; None where they don't say."""
    said = headers.get("Retry-After", "").strip()
    try:
        return max(timedelta(0), timedelta(seconds=float(said)))
    except (ValueError, OverflowError):
        pass
    try:
        moment = parsedate_to_datetime(said)
        return max(timedelta(0), moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(tz=UTC))
    except (TypeError, ValueError, OverflowError):
        return None
