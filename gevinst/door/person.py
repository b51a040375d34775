"""Who is signed in: initials, roles and units. What one may do is asked of it, and is never kept beside it."""

from dataclasses import dataclass
from enum import StrEnum

EVERYBODY = "Alle enheder"
"""The tag of a deployment that colleagues of every unit may start."""


class Role(StrEnum):
    """What somebody is here, in the words of the access file."""

    CASEWORKER = "sagsbehandler"
    OFFICE = "projektkontor"
    OPERATIONS = "drift"
    LOG_CONTROLLER = "log-kontrollant"


_STARTING = frozenset({Role.CASEWORKER, Role.OFFICE})


@dataclass(frozen=True)
class Person:
    """A colleague who is signed in.

    Attributes:
        staff_id: Their key in the table of staff.
        initials: As it is shown and written on what they do.
        roles: At least one; somebody in two groups has both.
        units: The units whose deployments they see and start, and, as a caseworker, whose items they answer.
    """

    staff_id: int
    initials: str
    roles: frozenset[Role]
    units: frozenset[str]

    def is_any(self, roles: frozenset[Role]) -> bool:
        """Whether they have one of these roles."""
        return bool(self.roles & roles)

    def may_start(self, tags: frozenset[str]) -> bool:
        """Whether a deployment with these tags is theirs to see and start."""
        return self.may_see_runs(tags) or (EVERYBODY in tags and self.is_any(_STARTING))

    def may_see_runs(self, tags: frozenset[str]) -> bool:
        """Whether every run of such a deployment is theirs to see. Of one that is everybody's each sees what they started."""
        return Role.OPERATIONS in self.roles or (bool(tags & self.units) and self.is_any(_STARTING))

    def may_answer(self, unit: str | None) -> bool:
        """Whether items of this unit are theirs to see and answer. Operations sees no person's data, whatever the unit."""
        return Role.CASEWORKER in self.roles and unit in self.units

    @property
    def shown_roles(self) -> str:
        """The roles as they are written on the page and in the audit."""
        return ", ".join(sorted(self.roles))
