"""Which tests share a worker: those that start a whole house, so that it is started once.

`pytest-xdist` 3.8 has marks for this, which do nothing under pytest 9.2: they need an attribute that is gone.
"""

from xdist.scheduler import LoadScopeScheduling

_TOGETHER = ("tests/deployments/", "tests/chaos/")


class OneHouse(LoadScopeScheduling):
    """Each test by itself to whichever worker is free, but a folder that shares a house to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in _TOGETHER if nodeid.startswith(folder)), nodeid)
