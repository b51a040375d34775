"""Which tests share a worker: those that start a whole house, or share files that are slow to make, so that it is done once.

`pytest-xdist` 3.8 has marks for this, which do nothing under pytest 9.2: they need an attribute that is gone.
"""

from xdist.scheduler import LoadScopeScheduling

_HOUSES = {
    "tests/deployments/": "a whole house",
    "tests/flows/test_helbredstillaeg.py": "an orchestrator",
    "tests/flows/test_mailbox_in_exchange.py": "an orchestrator",
    "tests/docs/test_automating.py": "an orchestrator",
    "tests/tasks/door/": "an orchestrator behind the door",
    "tests/tasks/": "an orchestrator for the tasks",
    "tests/chaos/": "chaos",
    "tests/connectors/documents/test_hostile.py": "hostile files",
    "tests/sandbox/golden/test_judge.py": "golden documents",
    "tests/sandbox/production/": "a whole house",
}
"""By how a test's path begins: what it shares."""


class OneHouse(LoadScopeScheduling):
    """Each test by itself to whichever worker is free, but those that share what is slow to one."""

    def _split_scope(self, nodeid: str) -> str:
        return next((house for start, house in _HOUSES.items() if nodeid.startswith(start)), nodeid)
