"""The Danish forms people start runs from: closed choices and numbers only, never free text, never personal data."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


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
    initialer: str = Field(
        ...,
        pattern=r"^[A-ZÆØÅ]{2,5}$",
        title="Dine initialer",
        description="2-5 store bogstaver, for eksempel ABC.",
        json_schema_extra={"position": 2},
    )

    @property
    def is_dry(self) -> bool:
        """Whether nothing may be saved."""
        return self.art is RunKind.DRY
