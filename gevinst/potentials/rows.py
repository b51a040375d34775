"""One row of each list the office keeps, by its Danish headings; every complaint is Danish."""

from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from gevinst.potentials.baselines import Method, same_person
from gevinst.potentials.cells import (
    HUNDREDTHS,
    KRONER,
    LINKS,
    MONTH,
    ORE,
    SECONDS,
    SECONDS_OF_HOURS,
    SECONDS_OF_MINUTES,
    SHARE,
    TEXT,
    VOLUME,
    WHOLE,
    Day,
    PotentialId,
    Text,
    form,
    one_of,
    optional,
    wrong,
)
from gevinst.potentials.potential import Phase
from gevinst.potentials.words import ACTIVITIES, COSTS, KINDS, METHODS, PERMANENCES, PHASES


class Row(BaseModel):
    """A row by its Danish headings; an empty cell of a required field is a complaint, not an exception.

    `may_lack` are the headings a list needn't have; such a field isn't set, and whoever applies the row leaves it alone.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)
    may_lack: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def headings(cls) -> list[str]:
        """The Danish headings, in order."""
        return [field.alias or name for name, field in cls.model_fields.items()]

    @model_validator(mode="before")
    @classmethod
    def _empty_cells(cls, cells: dict[str, Any]) -> dict[str, Any]:
        wanted = (each for each in cls.headings() if each in cells or each not in cls.may_lack)
        return {heading: cells.get(heading) for heading in wanted}


class PotentialRow(Row):
    """One potential."""

    may_lack: ClassVar[frozenset[str]] = frozenset({"Links", "Sag i ESDH"})

    id: PotentialId = Field(alias="Id")
    title: Text = Field(alias="Titel")
    unit: Text = Field(alias="Enhed")
    owner: Text = Field(alias="Ejer")
    digital_agent: Text = Field(alias="Digital agent")
    kind: Annotated[str, one_of(KINDS)] = Field(alias="Art")
    phase: Annotated[Phase, one_of(PHASES)] = Field(alias="Fase")
    phase_from: Day = Field(alias="Fase fra")
    volume_per_year: Annotated[int | None, optional(WHOLE)] = Field(alias="Volumen pr. år")
    expected_share_percent: Annotated[Decimal | None, optional(SHARE)] = Field(alias="Forventet andel (%)")
    expected_seconds_per_case: Annotated[int | None, optional(SECONDS_OF_MINUTES)] = Field(
        alias="Forventede minutter pr. sag"
    )
    kle_subject: Annotated[str | None, optional(form(r"\d\d\.\d\d\.\d\d", "32.03.12"))] = Field(alias="KLE-emne")
    kle_facet: Annotated[str | None, optional(form(r"[A-ZÆØÅ]\d\d", "G01"))] = Field(alias="KLE-facet")
    links: Annotated[tuple[str, ...], LINKS] = Field(default=(), alias="Links")
    case_reference: Annotated[str | None, optional(TEXT)] = Field(default=None, alias="Sag i ESDH")


class BaselineRow(Row):
    """One measurement, with the approvals it has so far."""

    potential_id: PotentialId = Field(alias="Potentiale")
    activity: Annotated[str, one_of(ACTIVITIES)] = Field(alias="Aktivitet")
    seconds_per_case: Annotated[int, SECONDS] = Field(alias="Sekunder pr. sag")
    method: Annotated[Method, one_of(METHODS)] = Field(alias="Metode")
    sample_size: Annotated[int | None, optional(WHOLE)] = Field(alias="Stikprøve")
    measured_by: Text = Field(alias="Målt af")
    valid_from: Day = Field(alias="Gælder fra")
    approved_by_leader: Annotated[str | None, optional(TEXT)] = Field(alias="Godkendt af leder")
    approved_by_office: Annotated[str | None, optional(TEXT)] = Field(alias="Godkendt af projektkontor")

    @model_validator(mode="after")
    def _three_people(self) -> "BaselineRow":
        """The one who measured can't approve, and the two who approve are two."""
        people = [each for each in (self.measured_by, self.approved_by_leader, self.approved_by_office) if each]
        if any(same_person(one, other) for one, other in combinations(people, 2)):
            raise wrong("den, der har målt, og de to, der godkender, skal være tre forskellige")
        return self


class TimedRow(Row):
    """One case that somebody timed."""

    potential_id: PotentialId = Field(alias="Potentiale")
    activity: Annotated[str, one_of(ACTIVITIES)] = Field(alias="Aktivitet")
    seconds: Annotated[int, SECONDS] = Field(alias="Sekunder")
    measured_by: Text = Field(alias="Målt af")


class SavingRow(Row):
    """A month's volume of one activity that no robot did away with."""

    key: Text = Field(alias="Nøgle")
    potential_id: PotentialId = Field(alias="Potentiale")
    activity: Annotated[str, one_of(ACTIVITIES)] = Field(alias="Aktivitet")
    month: Annotated[date, MONTH] = Field(alias="Måned")
    units: Annotated[int, VOLUME] = Field(alias="Antal")
    evidence: Text = Field(alias="Dokumentation")
    responsible: Text = Field(alias="Ansvarlig")


class CostRow(Row):
    """What was spent on a potential: hours, kroner or both."""

    key: Text = Field(alias="Nøgle")
    potential_id: PotentialId = Field(alias="Potentiale")
    kind: Annotated[str, one_of(COSTS)] = Field(alias="Art")
    day: Day = Field(alias="Dato")
    seconds: Annotated[int | None, optional(SECONDS_OF_HOURS)] = Field(alias="Timer")
    amount_ore: Annotated[int | None, optional(ORE)] = Field(alias="Kroner")
    evidence: Text = Field(alias="Dokumentation")
    responsible: Text = Field(alias="Ansvarlig")

    @model_validator(mode="after")
    def _something(self) -> "CostRow":
        if not self.seconds and not self.amount_ore:
            raise wrong("skriv timer, kroner eller begge dele")
        return self


class HarvestRow(Row):
    """Årsværk or kroner that were taken out of a budget."""

    key: Text = Field(alias="Nøgle")
    potential_id: PotentialId = Field(alias="Potentiale")
    day: Day = Field(alias="Dato")
    permanence: Annotated[str, one_of(PERMANENCES)] = Field(alias="Varighed")
    hundredths_of_fte: Annotated[int | None, optional(HUNDREDTHS)] = Field(alias="Årsværk")
    amount_dkk: Annotated[int | None, optional(KRONER)] = Field(alias="Kroner")
    budget_reference: Text = Field(alias="Budgetreference")
    responsible: Text = Field(alias="Ansvarlig")

    @model_validator(mode="after")
    def _something(self) -> "HarvestRow":
        if not self.hundredths_of_fte and not self.amount_dkk:
            raise wrong("skriv årsværk, kroner eller begge dele")
        return self
