"""Where we are, as a browser knows it; and whether a request that changes something was made by a page of ours."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from gevinst.settings import settings

LOCAL = ("127.0.0.1", "localhost")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def public_hosts() -> tuple[str, ...]:
    """The names we answer to. Another name that leads here is a stranger's page that wants to read ours."""
    name = urlsplit(settings().public_url).hostname
    return (*LOCAL, name) if name and name not in LOCAL else LOCAL


def is_secure() -> bool:
    """Whether browsers reach us by TLS, so that a cookie never travels without."""
    return settings().public_url.startswith("https://")


def came_from_us(headers: Headers) -> bool:
    """Whether a page of ours made the request, as the browser says; a script on another page can't make it say so."""
    origin = headers.get("origin")
    if origin in (None, "null"):
        return headers.get("sec-fetch-site") == "same-origin"
    return origin in _origins(headers.get("host", ""))


def _origins(host: str) -> tuple[str, ...]:
    """The public origin where one is set, else whatever name of this machine the request was made to."""
    public = settings().public_url
    return (public,) if public else (f"http://{host}",)
