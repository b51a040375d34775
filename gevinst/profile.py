# ruff: noqa: A005 (the house has always called it profile; it is only ever imported as gevinst.profile)
"""The municipality: name and letterhead are data in one file, so nothing in the code names one of them."""

from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from gevinst.errors import ConfigurationError
from gevinst.settings import settings

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


class Profile(BaseModel):
    """Who we are, as letters, receipts and reports show it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Line = Field(description="the municipality's name as it stands in a letterhead")
    cvr: str = Field(pattern=r"^\d{8}$", description="its CVR number, eight digits")
    department: Line = Field(description="the department that signs")
    address_lines: tuple[Line, ...] = Field(min_length=1, description="street, postcode and city")
    phone: Line
    opening_hours: tuple[Line, ...] = Field(min_length=1, description="when the phone is answered")
    website: Line
    units: tuple[Line, ...] = Field(default=(), description="its units, as the potential list names them; none: any")
    potential_prefix: str = Field(
        default="P", pattern=r"^[A-ZÆØÅ]{1,4}$", description="what the numbers of new ideas begin with, as in P-042"
    )
    staff_address: str = Field(
        default="",
        pattern=r"^(\{initials\}@[\w.-]+)?$",
        description="a colleague's address, {initials}@kommune.example; empty: only those of `gevinst staff address`",
    )
    unit_addresses: dict[Line, Address] = Field(
        default={}, description="where a unit is told each day what waits for it; a unit that isn't here gets no mail"
    )
    mailbox_address: Address = Field(description="the shared mailbox the process reads")


def load_profile() -> Profile:
    """Read the profile from `GEVINST_PROFILE_FILE`.

    Raises:
        ConfigurationError: The file is missing or a field in it is wrong; the sentence names file and fields.
    """
    path = settings().profile_file
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"the profile {path} can't be read: set GEVINST_PROFILE_FILE") from error
    try:
        return Profile.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise ConfigurationError(f"the profile {path} is no YAML: see deployments/profile.example.yaml") from error
    except ValidationError as error:
        wrong = ", ".join(sorted({".".join(map(str, each["loc"])) or "the whole" for each in error.errors()}))
        raise ConfigurationError(f"the profile {path} has missing or wrong fields: {wrong}") from error
