"""Sign-in by a proxy that stands in front: its word is taken only with the secret that it and we alone know.

An address proves nothing here: whoever has an account on the machine reaches us from the same one.
"""

import secrets
from dataclasses import dataclass

from starlette.datastructures import Headers

from gevinst.settings import settings

SECRET = "proxy-secret"  # noqa: S105 (its name)
SECRET_HEADER = "X-Gevinst-Proxy"  # noqa: S105 (its name)


@dataclass(frozen=True)
class Forwarded:
    """Whom the proxy has signed in."""

    initials: str
    groups: tuple[str, ...]


def forwarded_in(headers: Headers) -> Forwarded | None:
    """Whom a request comes from; None where the proxy's secret isn't on it, or it names nobody.

    A header that stands there twice is somebody's attempt to be heard past the proxy, and is nobody.

    Raises:
        ConfigurationError: The secret isn't set.
    """
    known = settings()
    given = headers.getlist(SECRET_HEADER)
    expected = known.secret(SECRET).get_secret_value()
    if len(given) != 1 or not expected or not secrets.compare_digest(given[0].encode(), expected.encode()):
        return None
    names, groups = headers.getlist(known.header_initials), headers.getlist(known.header_groups)
    if len(names) != 1 or len(groups) > 1 or not names[0].strip():
        return None
    listed = (each.strip() for each in ",".join(groups).split(","))
    return Forwarded(names[0].partition("@")[0].strip(), tuple(filter(None, listed)))
