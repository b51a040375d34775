"""Which tests share a worker: those that start a whole house, or share files that are slow to make, so that it is done once.

`pytest-xdist` 3.8 has marks for this, which do nothing under pytest 9.2: they need an attribute that is gone.
"""

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = (
    "tests/deployments/",
    "tests/chaos/",
    "tests/connectors/documents/test_hostile.py",
    "tests/sandbox/golden/test_judge.py",
)


class OneHouse(LoadScopeScheduling):
    """Each test by itself to whichever worker is free, but those that share what is slow to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in _TOGETHER if nodeid.startswith(folder)), nodeid)
