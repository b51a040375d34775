"""Who is what: groups of the municipality's own directory against roles and units, one file whatever the sign-in."""

from collections.abc import Iterable

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Connection

from gevinst.door.person import Person, Role
from gevinst.errors import ConfigurationError
from gevinst.settings import settings
from gevinst.staff import read_initials, staff_id


class Group(BaseModel):
    """What membership of one group means here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    units: tuple[str, ...] = ()


class _Access(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: dict[str, Group]


def load_access() -> dict[str, Group]:
    """The groups of `GEVINST_ACCESS_FILE`, read anew at each sign-in.

    Raises:
        ConfigurationError: The file is missing or a line in it is wrong; the sentence names file and lines.
    """
    path = settings().access_file
    try:
        return _Access.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).groups
    except OSError as error:
        raise ConfigurationError(f"the access file {path} can't be read: set GEVINST_ACCESS_FILE") from error
    except yaml.YAMLError as error:
        raise ConfigurationError(f"the access file {path} is no YAML: see deployments/access.example.yaml") from error
    except ValidationError as error:
        wrong = ", ".join(sorted({".".join(map(str, each["loc"])) or "the whole" for each in error.errors()}))
        raise ConfigurationError(f"the access file {path} has missing or wrong lines: {wrong}") from error


def person_of(connection: Connection, initials: str, groups: Iterable[str]) -> Person | None:
    """Who somebody is whom a sign-in vouches for; None where no group of theirs gives a role.

    Raises:
        Refused: The initials are none.
        ConfigurationError: As `load_access`.
    """
    known = load_access()
    mine = [known[name] for name in groups if name in known]
    if not mine:
        return None
    return Person(
        staff_id=staff_id(connection, initials),
        initials=read_initials(initials),
        roles=frozenset(group.role for group in mine),
        units=frozenset(unit for group in mine for unit in group.units),
    )
