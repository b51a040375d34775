"""The group `gevinst items`, and what its commands share: item numbers, and which items a command is about."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from cyclopts import App, Parameter

from gevinst.cli.choices import by_value
from gevinst.codes import Code
from gevinst.errors import Refused
from gevinst.items.listing import Selection
from gevinst.items.model import State
from gevinst.redaction import redact

app = App(name="items", help="Work items: what was done, what waits and why.")


@Parameter(name="*")
@dataclass(frozen=True)
class Which:
    """Which items."""

    queue: str = ""
    """Only this queue."""
    reason: Annotated[Code | None, by_value(Code)] = None
    """Only with this reason, such as no-grant."""
    older_than: timedelta | None = None
    """Only those unchanged for so long, such as 2d or 12h."""
    reference: str = ""
    """Only those whose reference begins so."""
    parent: str = ""
    """Only those split off from this item."""

    def selection(self, state: State | None) -> Selection:
        """As the core takes it."""
        parent = item_number(self.parent) if self.parent else None
        return Selection(self.queue, state, self.reason, self.older_than, self.reference, parent)

    @property
    def is_everything(self) -> bool:
        """Whether no condition was given."""
        return self == Which()


def item_number(text: str) -> int:
    """1042 or GEV-1042 as a number."""
    bare = text.strip().upper().rpartition("-")[2]
    if not bare.isdigit():
        raise Refused(f"'{redact(text)}' is no item number; it looks like 1042 or GEV-1042")
    return int(bare)
