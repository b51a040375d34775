"""Origins as RFC 6454 has them: who is spoken to, without the path."""

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str:
    """`https://host` or `https://host:port`, the scheme's own port left out; empty for what has no host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" if port in (None, _PORTS.get(parts.scheme)) else f"{parts.scheme}://{host}:{port}"


def host_and_port(origin: str) -> tuple[str, int]:
    """Where an origin is reached."""
    parts = urlsplit(origin)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]
