"""The brake on bad log-ins: so many for one name and from one address, then none until some time has passed."""

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

MINUTES = 15
FOR_A_NAME = RateLimitItemPerMinute(5, MINUTES)
FROM_AN_ADDRESS = RateLimitItemPerMinute(50, MINUTES)
IN_ALL = RateLimitItemPerMinute(300, MINUTES)
"""However many names and addresses somebody has: each try costs a processor some of a second."""


class Throttle:
    """What was tried in vain lately, in this process' memory; a restart forgets it."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def is_open(self, name: str, address: str) -> bool:
        """Whether a log-in of this name from this address may be tried."""
        return all(self._limiter.test(limit, *of) for limit, of in self._limits(name, address))

    def failed(self, name: str, address: str) -> None:
        """Count one that was tried in vain."""
        for limit, of in self._limits(name, address):
            self._limiter.hit(limit, *of)

    def succeeded(self, name: str) -> None:
        """A colleague who got it right starts over; what came from their address still counts."""
        self._limiter.clear(FOR_A_NAME, "name", name)

    @staticmethod
    def _limits(name: str, address: str) -> tuple[tuple[RateLimitItemPerMinute, tuple[str, ...]], ...]:
        return (
            (FOR_A_NAME, ("name", name)),
            (FROM_AN_ADDRESS, ("address", address)),
            (IN_ALL, ("all",)),
        )
