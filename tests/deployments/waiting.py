"""Wait for what a server does in its own time: until a claim about it holds, and no longer than a test may take."""

from collections.abc import Callable

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed


def eventually(claim: Callable[[], None], *, seconds: float = 30) -> None:
    """Hold the claim up until its assertion passes; its last failure is raised."""
    retry(
        retry=retry_if_exception_type(AssertionError),
        stop=stop_after_delay(seconds),
        wait=wait_fixed(0.2),
        reraise=True,
    )(claim)()
