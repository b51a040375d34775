"""The Danish forms people start runs from: closed choices and numbers only, never free text, never personal data."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

INITIALS = "^[A-ZÀ-ÖØ-Þ0-9]{2,8}$"
"""As a directory has them, in capitals: Æ, Ø and Å are among those from À to Þ. Ten digits never fit."""
Initials = Annotated[str, Field(pattern=INITIALS)]


def initials(position: int, *, why: str = "") -> Any:  # noqa: ANN401 (as pydantic's own `Field`)
    """The field every form ends with: who fills it in. `why` says what they are asked for, where it isn't plain."""
    help_ = f"2-8 store bogstaver eller tal, for eksempel ABC. {why}".rstrip()
    return Field(..., title="Dine initialer", description=help_, json_schema_extra={"position": position})


class RunKind(StrEnum):
    """What a run may do."""

    REAL = "kørsel"
    DRY = "prøvekørsel (intet gemmes)"


class RunForm(BaseModel):
    """Start en kørsel af robotten."""

    model_config = ConfigDict(title="Bestilling", extra="forbid")

    art: RunKind = Field(
        RunKind.REAL,
        title="Hvad skal robotten gøre?",
        description="En prøvekørsel læser posten og viser, hvad der ville ske. Intet gemmes, og intet sendes.",
        json_schema_extra={"position": 0},
    )
    antal: int = Field(
        200,
        ge=1,
        le=500,
        title="Højst antal sager",
        description="Er der flere sager, venter de til næste kørsel.",
        json_schema_extra={"position": 1},
    )
    initialer: Initials = initials(2)

    @property
    def is_dry(self) -> bool:
        """Whether nothing may be saved."""
        return self.art is RunKind.DRY
