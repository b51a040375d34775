"""A running PENSYS for tests: its server in a thread, its state in a file of the test's own."""

from sandbox.legacy.server import running as running_pensys
from sandbox.web.server import Running as RunningPensys

__all__ = ["RunningPensys", "running_pensys"]
