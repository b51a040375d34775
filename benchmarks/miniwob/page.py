"""What every task's page shares: it is drawn by its script, and says in a sentence what is wanted."""

import re
from abc import abstractmethod

from connectors.browser.page import Page
from gevinst.errors import ProcessError

DATE = r"(\d\d/\d\d/\d{4})"
"""As the tasks write a day: month first."""


class TaskPage(Page):
    """One task. Subclass it with the window's title, and solve it."""

    system = "MiniWoB++"
    is_drawn_by_script = True

    @abstractmethod
    def solve(self) -> None:
        """Do what is asked."""

    def asked(self, pattern: str) -> tuple[str, ...] | None:
        """What the sentence gives, where the pattern fits the whole of it."""
        said = " ".join(self.here.locator("#query").inner_text().split())
        found = re.fullmatch(pattern, said)
        return found and found.groups()

    def told(self, pattern: str) -> tuple[str, ...]:
        """What the sentence gives; one that is worded otherwise is another task."""
        found = self.asked(pattern)
        if found is None:
            raise ProcessError(f"{self.system}: the task is worded otherwise")
        return found
